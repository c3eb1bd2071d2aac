{{/* The pods' service account and, where workspaces are built here, its permissions. */}}
{{- define "libcoder.account" -}}
{{- if not .Values.coder.serviceAccount.disableCreate }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Values.coder.serviceAccount.name | quote }}
  labels: {{- include "libcoder.labels" . | nindent 4 }}
  {{- with .Values.coder.serviceAccount.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- if .Values.coder.serviceAccount.workspacePerms }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ .Values.coder.serviceAccount.name }}-workspace-perms
  labels: {{- include "libcoder.labels" . | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: [pods, persistentvolumeclaims]
    verbs: [create, delete, deletecollection, get, list, patch, update, watch]
  {{- if .Values.coder.serviceAccount.enableDeployments }}
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [create, delete, deletecollection, get, list, patch, update, watch]
  {{- end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .Values.coder.serviceAccount.name | quote }}
  labels: {{- include "libcoder.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .Values.coder.serviceAccount.name }}-workspace-perms
subjects:
  - kind: ServiceAccount
    name: {{ .Values.coder.serviceAccount.name | quote }}
    namespace: {{ .Release.Namespace }}
{{- end }}
{{- end }}
