using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    private static readonly string[] ProbeNames = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>Probes and lifecycle hooks of a container.</summary>
    private static void Probes(JsonObject container, string at, bool isInit, List<FieldError> errors)
    {
        var runsOn = !isInit || container.Text("restartPolicy") == "Always";
        foreach (var name in (string[])["lifecycle", .. ProbeNames])
        {
            if (container.Object(name) is null || runsOn) continue;
            errors.Add(FieldError.Forbidden($"{at}.{name}", "may not be set for init containers without restartPolicy=Always"));
        }

        if (!runsOn) return;
        foreach (var hook in (string[])["postStart", "preStop"])
            if (container.Object("lifecycle", hook) is { } handler) Handler(handler, $"{at}.lifecycle.{hook}", errors);
        foreach (var name in ProbeNames)
            if (container.Object(name) is { } probe) Probe(probe, name, $"{at}.{name}", errors);
    }

    private static void Probe(JsonObject probe, string name, string at, List<FieldError> errors)
    {
        Handler(probe, at, errors);
        foreach (var field in (string[])["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"])
            NotNegative(probe, field, errors, at);
        if (name == "readinessProbe" && probe.ContainsKey("terminationGracePeriodSeconds"))
            errors.Add(FieldError.Invalid($"{at}.terminationGracePeriodSeconds", probe["terminationGracePeriodSeconds"], "must not be set for readinessProbes"));
        else if (probe.Long("terminationGracePeriodSeconds") is <= 0 and var grace)
            errors.Add(FieldError.Invalid($"{at}.terminationGracePeriodSeconds", grace, "must be greater than 0"));
        if (name != "readinessProbe" && probe.Int("successThreshold") is { } threshold && threshold != 1)
            errors.Add(FieldError.Invalid($"{at}.successThreshold", threshold, "must be 1"));
    }

    /// <summary>One way to ask a container, not two and not none.</summary>
    private static void Handler(JsonObject handler, string at, List<FieldError> errors)
    {
        var given = new[] { "exec", "httpGet", "tcpSocket", "grpc", "sleep" }.Where(kind => handler.Object(kind) is not null).ToList();
        foreach (var extra in given.Skip(1)) errors.Add(FieldError.Forbidden($"{at}.{extra}", "may not specify more than 1 handler type"));
        if (given.Count == 0)
        {
            errors.Add(FieldError.Required(at, "must specify a handler type"));
            return;
        }

        var (kind, action) = (given[0], handler.Object(given[0])!);
        switch (kind)
        {
            case "exec" when !action.Texts("command").Any(): errors.Add(FieldError.Required($"{at}.exec.command")); break;
            case "httpGet": HttpGet(action, $"{at}.httpGet", errors); break;
            case "tcpSocket": PortNumberOrName(action["port"], $"{at}.tcpSocket.port", errors); break;
            case "grpc": PortNumber(action.Int("port") ?? 0, $"{at}.grpc.port", errors); break;
        }
    }

    private static void HttpGet(JsonObject action, string at, List<FieldError> errors)
    {
        if (action.Text("path") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.path"));
        PortNumberOrName(action["port"], $"{at}.port", errors);
        OneOf(action, at, "scheme", errors, "HTTP", "HTTPS");
        var headers = action.Objects("httpHeaders").ToList();
        for (var h = 0; h < headers.Count; h++)
            if (Names.HeaderName(headers[h].Text("name") ?? "") is { } cause) errors.Add(FieldError.Invalid($"{at}.httpHeaders[{h}].name", headers[h].Text("name") ?? "", cause));
    }
}
