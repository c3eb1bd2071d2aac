using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>What charts commonly get wrong is refused, in the API server's words.</summary>
public sealed class ValidationTests(ValidationTests.Cluster cluster) : IClassFixture<ValidationTests.Cluster>
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>The resource's path, an object's spec, what the server says of it; the first seven are public reports (kube-linter 124, helm 9027, …).</summary>
    public static TheoryData<string, string, string[]> Refused { get; } = new()
    {
        { Pod, Container("""ports: [{name: this-is-a-long-port-name, containerPort: 80}], livenessProbe: {httpGet: {path: /, port: 80}, tcpSocket: {port: 80}}"""),
            ["spec.containers[0].ports[0].name: Invalid value: \"this-is-a-long-port-name\": must be no more than 15 characters", "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"] },
        { Pod, Container("livenessProbe: {initialDelaySeconds: 3}"), ["spec.containers[0].livenessProbe: Required value: must specify a handler type"] },
        { Service, "{type: NodePort, ports: [{port: 80, nodePort: 80}]}", ["spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767"] },
        { Service, """{type: ExternalName, externalName: "http://x"}""", [$"spec.externalName: Invalid value: \"http://x\": {Subdomain}"] },
        { Policy, "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/40}}]}], policyTypes: [Foo]}",
            ["spec.ingress[0].from[0].ipBlock.cidr: Invalid value: \"10.0.0.1/40\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)", "spec.policyTypes[0]: Unsupported value: \"Foo\": supported values: \"Ingress\", \"Egress\""] },
        { Pod, Container("ports: [{containerPort: 70000}]"), ["spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"] },
        { Pod, Container("ports: [{containerPort: 1, name: UPPER}]"), ["spec.containers[0].ports[0].name: Invalid value: \"UPPER\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)", "must contain at least one letter (a-z)"] },
        { Pod, Container("livenessProbe: {successThreshold: 2, httpGet: {port: web--}}"),
            ["spec.containers[0].livenessProbe.httpGet.port: Invalid value: \"web--\": must not contain consecutive hyphens", "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"] },
        { Pod, Container("lifecycle: {preStop: {exec: {}}}"), ["spec.containers[0].lifecycle.preStop.exec.command: Required value"] },
        { Pod, Container("resources: {limits: {memmory: 1Gi}}"), ["spec.containers[0].resources.limits[memmory]: Invalid value: \"memmory\": must be a standard resource type or fully qualified", "must be a standard resource for containers"] },
        { Pod, Container("envFrom: [{}]"), ["spec.containers[0].envFrom[0]: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`"] },
        { Pod, Container("env: [{name: A, value: b, valueFrom: {fieldRef: {fieldPath: spec.nothing}}}]"),
            ["spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.nothing\": error converting fieldPath: field label not supported: spec.nothing", "may not be specified when `value` is not empty"] },
        { Pod, Container("volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /a, subPath: /x}]", "volumes: [{name: v, secret: {}}]"),
            ["spec.volumes[0].secret.secretName: Required value", "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique", "volumeMounts[1].subPath: Invalid value: \"/x\": must be a relative path"] },
        { Pod, Container("securityContext: {privileged: true, allowPrivilegeEscalation: false}"), ["cannot set `allowPrivilegeEscalation` to false and `privileged` to true"] },
        { Pod, Container("imagePullPolicy: always", "tolerations: [{value: x}], nodeSelector: {a: 'b c'}"),
            ["spec.containers[0].imagePullPolicy: Unsupported value: \"always\": supported values: \"Always\", \"IfNotPresent\", \"Never\"", "spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when `key` is empty", "spec.nodeSelector: Invalid value: \"b c\""] },
        { Pod, Container("", "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {}}]}}"),
            ["preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100", "podAffinityTerm.topologyKey: Required value: can not be empty"] },
        { Service, "{ports: [{port: 70000}]}", ["spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive", "spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive"] },
        { Service, "{ports: [{port: 80, targetPort: a-name-that-is-too-long}], sessionAffinity: Cookie}",
            ["spec.ports[0].targetPort: Invalid value: \"a-name-that-is-too-long\": must be no more than 15 characters", "spec.sessionAffinity: Unsupported value: \"Cookie\": supported values: \"ClientIP\", \"None\""] },
        { Service, "{ports: [{port: 80, nodePort: 30000}], loadBalancerSourceRanges: [x]}",
            ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'", "spec.loadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"] },
        { Service, "{clusterIP: 192.0.2.1, ports: [{port: 80}]}", ["spec.clusterIPs: Invalid value: [\"192.0.2.1\"]: failed to allocate IP 192.0.2.1: the provided IP (192.0.2.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16"] },
        { Policy, "{podSelector: {}, egress: [{to: [{}], ports: [{protocol: HTTP, port: 0}]}]}",
            ["spec.egress[0].to[0]: Required value: must specify a peer", "spec.egress[0].ports[0].port: Invalid value: 0", "spec.egress[0].ports[0].protocol: Unsupported value: \"HTTP\": supported values: \"TCP\", \"UDP\", \"SCTP\""] },
        { Policy, "{podSelector: {}, ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9]}}]}]}",
            ["spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/9\": must be a strict subset of `cidr`", "spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer"] },
        { Ingress, "{rules: [{http: {paths: [{path: x, pathType: Prefix, backend: {service: {name: s, port: {name: WEB}}}}]}}]}",
            ["paths[0].path: Invalid value: \"x\": must be an absolute path", "service.port.name: Invalid value: \"WEB\": must contain only alpha-numeric characters"] },
        { Claim, "{accessModes: [Anything], resources: {requests: {storage: 1Gi}}, volumeMode: ''}", ["spec.accessModes: Unsupported value: \"Anything\"", "spec.volumeMode: Unsupported value: \"\""] },
        { "apis/apps/v1/namespaces/default/deployments", "{selector: {matchLabels: {a: b}}, strategy: {rollingUpdate: {maxUnavailable: '120%', maxSurge: 1x}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}",
            ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"120%\": must not be greater than 100%", "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"1x\": a valid percent string must be"] },
        { "apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", "{minReplicas: 0, maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: a}, metrics: [{type: Cpu}, {type: Resource, resource: {name: cpu, target: {type: Utilization}}}]}",
            ["spec.minReplicas: Invalid value: 0: must be greater than or equal to 1", "spec.metrics[0].type: Unsupported value: \"Cpu\"", "must set either a target raw value or a target utilization"] },
        { "apis/policy/v1/namespaces/default/poddisruptionbudgets", "{minAvailable: half}", ["spec.minAvailable: Invalid value: \"half\": a valid percent string must be"] },
        { "apis/batch/v1/namespaces/default/cronjobs", "{schedule: '@daily', timeZone: Mars/Base, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}", ["spec.timeZone: Invalid value: \"Mars/Base\": unknown time zone Mars/Base"] },
    };

    private const string Pod = "api/v1/namespaces/default/pods";
    private const string Service = "api/v1/namespaces/default/services";
    private const string Claim = "api/v1/namespaces/default/persistentvolumeclaims";
    private const string Policy = "apis/networking.k8s.io/v1/namespaces/default/networkpolicies";
    private const string Ingress = "apis/networking.k8s.io/v1/namespaces/default/ingresses";

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Is_refused_with_every_problem_named(string path, string spec, string[] problems)
    {
        var answer = await CreateAsync(path, spec);
        Assert.Equal(422, answer.Status);
        foreach (var problem in problems) Assert.Contains(problem, (string)answer.Json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bound_claim_does_not_shrink_below_its_capacity()
    {
        var made = await CreateAsync(Claim, "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}");
        var name = (string)made.Json["metadata"]!["name"]!;
        await cluster.It.EventuallyAsync("v1", "PersistentVolumeClaim", "default", c => (string?)c["metadata"]!["name"] == name && (string?)c["status"]!["phase"] == "Bound");
        var answer = await cluster.It.PatchAsync($"{Claim}/{name}", """{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}""");
        Assert.Equal(422, answer.Status);
        Assert.Contains("spec.resources.requests.storage: Forbidden: field can not be less than status.capacity", (string)answer.Json["message"]!);
    }

    [Fact]
    public async Task A_quantity_that_is_none_is_a_bad_request()
    {
        var answer = await CreateAsync(Pod, Container("resources: {limits: {memory: 1GB}}"));
        Assert.Equal(400, answer.Status);
        Assert.Contains("Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression", (string)answer.Json["message"]!);
    }

    [Fact]
    public async Task A_node_port_that_is_taken_is_refused()
    {
        Assert.Equal(201, (await CreateAsync(Service, "{type: NodePort, ports: [{port: 80, nodePort: 31234}]}")).Status);
        var answer = await CreateAsync(Service, "{type: NodePort, ports: [{port: 80, nodePort: 31234}]}");
        Assert.Contains("spec.ports[0].nodePort: Invalid value: 31234: provided port is already allocated", (string)answer.Json["message"]!);
    }

    [Fact]
    public async Task A_role_reference_that_changes_is_shown_as_the_server_holds_it()
    {
        const string Path = "apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings";
        Assert.Equal(201, (await cluster.It.SendAsync("POST", "/" + Path, JsonNode.Parse("""{"metadata":{"name":"b"},"roleRef":{"kind":"Role","name":"a"}}"""))).Status);
        var answer = await cluster.It.PatchAsync($"/{Path}/b", """{"roleRef":{"name":"other"}}""");
        Assert.Equal("RoleBinding.rbac.authorization.k8s.io \"b\" is invalid: roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"Role\",\"Name\":\"other\"}: cannot change roleRef", (string?)answer.Json["message"]);
    }

    [Theory]
    [InlineData("a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a in (b", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("=b", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("a=b,", "found '', expected: identifier after ','")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer")]
    public async Task A_label_selector_that_cannot_be_read_is_a_bad_request(string selector, string message)
    {
        var answer = await cluster.It.GetAsync($"/api/v1/pods?labelSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal(400, answer.Status);
        Assert.Equal(message, (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task Fields_that_are_set_to_their_zero_value_get_their_default()
    {
        var pod = (await CreateAsync(Pod, Container("""imagePullPolicy: "", terminationMessagePolicy: "", terminationMessagePath: "", ports: [{containerPort: 80, protocol: ""}], env: [{name: A, value: ""}], readinessProbe: {timeoutSeconds: 0, httpGet: {port: 80, path: "", scheme: ""}}""", """restartPolicy: "", dnsPolicy: "", schedulerName: "", serviceAccountName: "", hostNetwork: false"""))).Json;
        var container = pod["spec"]!["containers"]![0]!;
        Assert.Equal(("Always", "File", "/dev/termination-log", "TCP"), ((string?)container["imagePullPolicy"], (string?)container["terminationMessagePolicy"], (string?)container["terminationMessagePath"], (string?)container["ports"]![0]!["protocol"]));
        Assert.Equal((1, "/", "HTTP"), ((int?)container["readinessProbe"]!["timeoutSeconds"], (string?)container["readinessProbe"]!["httpGet"]!["path"], (string?)container["readinessProbe"]!["httpGet"]!["scheme"]));
        Assert.Equal(("Always", "ClusterFirst", "default-scheduler", "default"), ((string?)pod["spec"]!["restartPolicy"], (string?)pod["spec"]!["dnsPolicy"], (string?)pod["spec"]!["schedulerName"], (string?)pod["spec"]!["serviceAccountName"]));
        Assert.False(pod["spec"]!.AsObject().ContainsKey("hostNetwork"));
        Assert.False(container["env"]![0]!.AsObject().ContainsKey("value"));

        var service = (await CreateAsync(Service, """{type: "", sessionAffinity: "", ports: [{port: 80, protocol: "", nodePort: 0}]}""")).Json["spec"]!;
        Assert.Equal(("ClusterIP", "None", "TCP"), ((string?)service["type"], (string?)service["sessionAffinity"], (string?)service["ports"]![0]!["protocol"]));

        var deployment = (await CreateAsync("apis/apps/v1/namespaces/default/deployments", """{replicas: 0, strategy: {type: ""}, selector: {matchLabels: {z: z}}, template: {metadata: {labels: {z: z}}, spec: {containers: [{name: c, image: x}]}}}""")).Json["spec"]!;
        Assert.Equal(("RollingUpdate", 0), ((string?)deployment["strategy"]!["type"], (int?)deployment["replicas"]));

        var secret = await cluster.It.CreateAsync("/api/v1/namespaces/default/secrets", """{"metadata":{"name":"zero"},"type":""}""");
        Assert.Equal("Opaque", (string?)secret["type"]);
        // A pointer's empty string is a value: no storage class, which is not the default one.
        var claim = (await CreateAsync(Claim, """{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: ""}""")).Json;
        Assert.Equal("", (string?)claim["spec"]!["storageClassName"]);
    }

    [Theory]
    [InlineData("services", """{"spec":{"ports":[{"port":80}]}}""", "Service")]
    [InlineData("persistentvolumeclaims", """{"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"none","resources":{"requests":{"storage":"1Gi"}}}}""", "PersistentVolumeClaim")]
    [InlineData("serviceaccounts", "{}", "ServiceAccount")]
    [InlineData("podtemplates", "{}", "PodTemplate")]
    [InlineData("resourcequotas", "{}", "ResourceQuota")]
    [InlineData("configmaps", "{}", "Status")]
    [InlineData("secrets", "{}", "Status")]
    public async Task A_deletion_answers_with_the_object_or_with_a_status_as_the_kind_does(string resource, string body, string kind)
    {
        var json = JsonNode.Parse(body)!;
        json["metadata"] = new JsonObject { ["name"] = "gone" };
        Assert.Equal(201, (await cluster.It.SendAsync("POST", $"/api/v1/namespaces/default/{resource}", json)).Status);
        var answer = await cluster.It.SendAsync("DELETE", $"/api/v1/namespaces/default/{resource}/gone");
        Assert.Equal((200, kind), (answer.Status, (string?)answer.Json["kind"]));
    }

    [Fact]
    public async Task Columns_have_the_types_of_the_real_printers()
    {
        var table = (await cluster.It.GetAsync("/apis/apps/v1/deployments", "application/json;as=Table;v=v1;g=meta.k8s.io")).Json;
        Assert.Equal(["Name string", "Ready string", "Up-to-date string", "Available string", "Age string", "Containers string", "Images string", "Selector string"],
            table["columnDefinitions"]!.AsArray().Select(c => $"{c!["name"]} {c["type"]}"));
        Assert.Equal("Number of the pod with ready state", (string?)table["columnDefinitions"]![1]!["description"]);
    }

    [Theory]
    [InlineData("/api/v1/limitranges", "Name string, Created At date")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/roles", "Name string, Created At date")]
    [InlineData("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", "Name string, Webhooks integer, Age string")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "Name string, Role string, Age string, Users string, Groups string, ServiceAccounts string")]
    public async Task Every_kind_has_the_columns_of_the_real_printers(string path, string columns)
    {
        var table = (await cluster.It.GetAsync(path, "application/json;as=Table;v=v1;g=meta.k8s.io")).Json;
        Assert.Equal(columns, string.Join(", ", table["columnDefinitions"]!.AsArray().Select(c => $"{c!["name"]} {c["type"]}")));
        Assert.NotEqual("", (string?)table["columnDefinitions"]!.AsArray()[^1]!["description"]);
    }

    private static string Container(string fields, string pod = "") =>
        $"{{{(pod.Length > 0 ? pod + ", " : "")}containers: [{{name: c, image: x{(fields.Length > 0 ? ", " + fields : "")}}}]}}";

    private Task<Answer> CreateAsync(string path, string spec) => cluster.It.SendAsync(
        "POST", "/" + path, JsonValue.Create($"{{metadata: {{generateName: v-}}, spec: {spec}}}"), "application/yaml");

    /// <summary>One cluster for all of these.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        /// <summary>It.</summary>
        public TestCluster It { get; private set; } = null!;

        public async Task InitializeAsync() => It = await TestCluster.StartAsync();

        public async Task DisposeAsync() => await It.DisposeAsync();
    }
}
