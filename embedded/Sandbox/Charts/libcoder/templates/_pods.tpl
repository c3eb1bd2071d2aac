{{/* What a pod template's metadata and spec share; the containers are the chart's. */}}
{{- define "libcoder.podMetadata" -}}
labels:
  {{- include "libcoder.labels" . | nindent 2 }}
  {{- with .Values.coder.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.coder.podAnnotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "libcoder.podSpec" -}}
serviceAccountName: {{ .Values.coder.serviceAccount.name | quote }}
restartPolicy: Always
{{- with .Values.coder.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- range $name := list "affinity" "tolerations" "nodeSelector" "initContainers" }}
{{- with index $.Values.coder $name }}
{{ $name }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- $volumes := include "libcoder.volumes" . }}
{{- if $volumes }}
volumes: {{- $volumes | nindent 2 }}
{{- end }}
{{- end }}

{{- define "libcoder.volumes" -}}
{{- range .Values.coder.tls.secretNames }}
- name: tls-{{ . }}
  secret:
    secretName: {{ . | quote }}
{{- end }}
{{- range .Values.coder.certs.secrets }}
- name: ca-cert-{{ .name }}
  secret:
    secretName: {{ .name | quote }}
{{- end }}
{{- with .Values.coder.volumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "libcoder.volumeMounts" -}}
{{- range .Values.coder.tls.secretNames }}
- name: tls-{{ . }}
  mountPath: /etc/ssl/certs/coder/{{ . }}
  readOnly: true
{{- end }}
{{- range .Values.coder.certs.secrets }}
- name: ca-cert-{{ .name }}
  mountPath: /etc/ssl/certs/{{ .name }}.crt
  subPath: {{ .key | quote }}
  readOnly: true
{{- end }}
{{- with .Values.coder.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A container up to its environment. */}}
{{- define "libcoder.container" -}}
name: coder
image: {{ include "libcoder.image" . | quote }}
imagePullPolicy: {{ .Values.coder.image.pullPolicy }}
command: {{- toYaml .Values.coder.command | nindent 2 }}
resources: {{- toYaml .Values.coder.resources | nindent 2 }}
{{- with .Values.coder.securityContext }}
securityContext: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.coder.envFrom }}
envFrom: {{- toYaml . | nindent 2 }}
{{- end }}
{{- $mounts := include "libcoder.volumeMounts" . }}
{{- if $mounts }}
volumeMounts: {{- $mounts | nindent 2 }}
{{- end }}
{{- end }}
