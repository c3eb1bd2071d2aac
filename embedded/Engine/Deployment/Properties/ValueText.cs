using System.Globalization;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>A value in a message about it, as the official engine words it: in short, and without secrets.</summary>
internal static class ValueText
{
    public static string Of(PropertyValue? value) => value switch
    {
        null => "<nil>",
        { ContainsSecrets: true } => "[secret]",
        ComputedValue or OutputValue { Value: null } => "[unknown]",
        OutputValue output => Of(output.Value),
        BoolValue flag => flag.Value ? "true" : "false",
        NumberValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        StringValue text => text.Value,
        ObjectValue => "map[…]",
        _ => "…",
    };
}
