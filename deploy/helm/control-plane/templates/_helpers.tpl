{{- define "control-plane.fullname" -}}
{{- .Values.fullnameOverride | default (printf "%s-control-plane" .Release.Name) | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "control-plane.selectorLabels" -}}
app.kubernetes.io/name: studio-control-plane
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "control-plane.labels" -}}
{{ include "control-plane.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end -}}

{{- define "control-plane.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "control-plane.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "control-plane.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* Seconds as the server reads durations: 00:00:25. */}}
{{- define "control-plane.duration" -}}
{{- printf "00:%02d:%02d" (div (int .) 60) (mod (int .) 60) -}}
{{- end -}}

{{- define "control-plane.scales" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicas) 1) -}}yes{{- end -}}
{{- end -}}

{{/* What cannot work together, said in a sentence. The schema says the same where it can. */}}
{{- define "control-plane.guard" -}}
{{- if not .Values.publicUrl -}}
{{- fail "publicUrl is missing: set the address that browsers use, such as https://studio.example.com." -}}
{{- end -}}
{{- if and (eq .Values.storage.engine "sqlite") (include "control-plane.scales" .) -}}
{{- fail "SQLite is for one replica: set storage.engine to postgres or dynamodb, or replicas to 1 and autoscaling.enabled to false." -}}
{{- end -}}
{{- if and (eq .Values.storage.engine "postgres") (not .Values.storage.postgres.connectionString) -}}
{{- fail "storage.postgres.connectionString is missing." -}}
{{- end -}}
{{- if and .Values.storage.postgres.iamRegion .Values.storage.postgres.passwordSecret.name -}}
{{- fail "Set either storage.postgres.iamRegion or storage.postgres.passwordSecret: the password comes from one of them." -}}
{{- end -}}
{{- if regexMatch "(?i)password" .Values.storage.postgres.connectionString -}}
{{- fail "storage.postgres.connectionString holds a password, which would lie in a ConfigMap: put it into a Secret and name that in storage.postgres.passwordSecret." -}}
{{- end -}}
{{- range tuple "Storage" "Kestrel" -}}
{{- if hasKey $.Values.config . -}}
{{- fail (printf "config.%s is set by the chart: use the values storage, service and metrics." .) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.catalog.inline .Values.catalog.existingConfigMap -}}
{{- fail "Set either catalog.inline or catalog.existingConfigMap." -}}
{{- end -}}
{{- if and (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) .Values.autoscaling.enabled -}}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas." -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) -}}
{{- fail "metrics.serviceMonitor needs metrics.enabled." -}}
{{- end -}}
{{- end -}}

{{/* The settings of the server: the chart's own, and over them what config says. */}}
{{- define "control-plane.settings" -}}
{{- $storage := dict "Engine" .Values.storage.engine -}}
{{- if eq .Values.storage.engine "postgres" -}}
{{- $postgres := dict "ConnectionString" .Values.storage.postgres.connectionString -}}
{{- with .Values.storage.postgres.iamRegion }}{{ $_ := set $postgres "IamRegion" . }}{{ end -}}
{{- with .Values.storage.postgres.passwordSecret.name }}{{ $_ := set $postgres "PasswordFile" "/etc/studio-control-plane/postgres/password" }}{{ end -}}
{{- $_ := set $storage "Postgres" $postgres -}}
{{- else if eq .Values.storage.engine "dynamodb" -}}
{{- $table := dict "Table" .Values.storage.dynamodb.table -}}
{{- with .Values.storage.dynamodb.region | default .Values.aws.region }}{{ $_ := set $table "Region" . }}{{ end -}}
{{- with .Values.storage.dynamodb.endpoint }}{{ $_ := set $table "Endpoint" . }}{{ end -}}
{{- with .Values.storage.dynamodb.roleArn }}{{ $_ := set $table "RoleArn" . }}{{ end -}}
{{- with .Values.storage.dynamodb.externalId }}{{ $_ := set $table "ExternalId" . }}{{ end -}}
{{- $_ := set $storage "DynamoDb" $table -}}
{{- end -}}
{{- $server := dict "PublicUrl" .Values.publicUrl "DrainDelay" (include "control-plane.duration" .Values.drain.delaySeconds) "DrainTime" (include "control-plane.duration" .Values.drain.timeSeconds) -}}
{{- with .Values.trustedProxies }}{{ $_ := set $server "TrustedProxies" . }}{{ end -}}
{{- if or .Values.catalog.inline .Values.catalog.existingConfigMap }}{{ $_ := set $server "CatalogFile" "/etc/studio-control-plane/catalog/catalog.yaml" }}{{ end -}}
{{- if .Values.metrics.enabled }}{{ $_ := set $server "PrometheusPort" (int .Values.metrics.port) }}{{ end -}}
{{- toPrettyJson (mustMergeOverwrite (dict "Server" $server "Storage" $storage) (deepCopy .Values.config)) -}}
{{- end -}}
