{{/* Name of the objects: the chart's, unless an override says otherwise. */}}
{{- define "libcoder.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{- define "libcoder.fullname" -}}
{{- default (include "libcoder.name" .) .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{- define "libcoder.selectorLabels" -}}
app.kubernetes.io/name: {{ include "libcoder.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "libcoder.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "libcoder.selectorLabels" . }}
app.kubernetes.io/part-of: {{ include "libcoder.name" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "libcoder.image" -}}
{{ .Values.coder.image.repo }}:{{ default .Chart.AppVersion .Values.coder.image.tag }}
{{- end }}
