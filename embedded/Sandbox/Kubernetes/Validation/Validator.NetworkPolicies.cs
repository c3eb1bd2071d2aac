using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    private const string NotCidr = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private static void NetworkPolicy(JsonObject json, List<FieldError> errors)
    {
        var spec = json.Object("spec") ?? [];
        Expressions(spec.Object("podSelector") ?? [], "spec.podSelector", errors);
        foreach (var (direction, peers) in (ReadOnlySpan<(string, string)>)[("ingress", "from"), ("egress", "to")])
        {
            var rules = spec.Objects(direction).ToList();
            for (var i = 0; i < rules.Count; i++)
            {
                PolicyPorts(rules[i], $"spec.{direction}[{i}]", errors);
                var all = rules[i].Objects(peers).ToList();
                for (var p = 0; p < all.Count; p++) PolicyPeer(all[p], $"spec.{direction}[{i}].{peers}[{p}]", errors);
            }
        }

        var types = spec.Texts("policyTypes").ToList();
        if (types.Count > 2) errors.Add(FieldError.Invalid("spec.policyTypes", spec["policyTypes"], "may not specify more than two policyTypes"));
        for (var i = 0; i < types.Count && types.Count <= 2; i++)
            if (types[i] is not ("Ingress" or "Egress")) errors.Add(FieldError.NotSupportedInOrder($"spec.policyTypes[{i}]", types[i], "Ingress", "Egress"));
    }

    private static void PolicyPorts(JsonObject rule, string at, List<FieldError> errors)
    {
        var ports = rule.Objects("ports").ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            var here = $"{at}.ports[{i}]";
            if (ports[i].Text("protocol") is { } protocol && protocol is not ("TCP" or "UDP" or "SCTP"))
                errors.Add(FieldError.NotSupportedInOrder($"{here}.protocol", protocol, "TCP", "UDP", "SCTP"));
            if (ports[i]["port"] is { } port)
            {
                PortNumberOrName(port, $"{here}.port", errors);
                if (ports[i].Int("endPort") is not { } end) continue;
                if (port.Text() is not null) errors.Add(FieldError.Forbidden($"{here}.endPort", "may not be specified when `port` is non-numeric"));
                else if (end < port.Int()) errors.Add(FieldError.Invalid($"{here}.endPort", end, "must be greater than or equal to `port`"));
                PortNumber(end, $"{here}.endPort", errors);
            }
            else if (ports[i].ContainsKey("endPort"))
            {
                errors.Add(FieldError.Forbidden($"{here}.endPort", "may not be specified when `port` is not specified"));
            }
        }
    }

    private static void PolicyPeer(JsonObject peer, string at, List<FieldError> errors)
    {
        foreach (var kind in (string[])["podSelector", "namespaceSelector"])
            if (peer.Object(kind) is { } selector) Expressions(selector, $"{at}.{kind}", errors);
        var selects = peer.Object("podSelector") is not null || peer.Object("namespaceSelector") is not null;
        if (peer.Object("ipBlock") is { } block)
        {
            IpBlock(block, $"{at}.ipBlock", errors);
            if (selects) errors.Add(FieldError.Forbidden(at, "may not specify both ipBlock and another peer"));
        }
        else if (!selects)
        {
            errors.Add(FieldError.Required(at, "must specify a peer"));
        }
    }

    private static void IpBlock(JsonObject block, string at, List<FieldError> errors)
    {
        if (block.Text("cidr") is not { Length: > 0 } text)
        {
            errors.Add(FieldError.Required($"{at}.cidr"));
            return;
        }

        if (Cidr(text) is not { } whole)
        {
            errors.Add(FieldError.Invalid($"{at}.cidr", text, NotCidr));
            return;
        }

        var except = block.Texts("except").ToList();
        for (var i = 0; i < except.Count; i++)
        {
            if (Cidr(except[i]) is not { } part) errors.Add(FieldError.Invalid($"{at}.except[{i}]", except[i], NotCidr));
            else if (!whole.Contains(part.BaseAddress) || part.PrefixLength <= whole.PrefixLength)
                errors.Add(FieldError.Invalid($"{at}.except[{i}]", except[i], "must be a strict subset of `cidr`"));
        }
    }

    /// <summary>The network of an address with a prefix length, host bits cleared; null where the text is none.</summary>
    private static IPNetwork? Cidr(string text)
    {
        if (text.Split('/') is not [var host, var length] || !IPAddress.TryParse(host, out var address) || !host.Contains(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? '.' : ':')) return null;
        var bytes = address.GetAddressBytes();
        if (!int.TryParse(length, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bits) || bits > bytes.Length * 8) return null;
        for (var i = bits; i < bytes.Length * 8; i++) bytes[i / 8] &= (byte)~(0x80 >> (i % 8));
        return new IPNetwork(new IPAddress(bytes), bits);
    }
}
