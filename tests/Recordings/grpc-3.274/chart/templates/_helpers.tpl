{{/* Labels that every object carries. */}}
{{- define "workspace-provider.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* URL of this provider: as given, or made of the ingress' host. */}}
{{- define "workspace-provider.accessURL" -}}
{{- if .Values.envproxy.accessURL -}}
{{- .Values.envproxy.accessURL -}}
{{- else -}}
{{- printf "%s://%s" (ternary "https" "http" .Values.ingress.tls.enable) (required "ingress.host or envproxy.accessURL must be set" .Values.ingress.host) -}}
{{- end -}}
{{- end }}

{{- define "workspace-provider.image" -}}
{{- default (printf "docker.io/coderenvs/envproxy:%s" .Chart.AppVersion) .Values.envproxy.image -}}
{{- end }}
