using Coder.Infra.Engine.Deployment.Events;

namespace Coder.Infra.Engine.Display.Text;

/// <summary>A run's settings, shown with <c>--show-config</c>.</summary>
internal static class ConfigText
{
    public static string Of(PreludeEvent prelude) =>
        "Configuration:\n" + string.Concat(prelude.Config.Select(entry => $"    {entry.Key}: {entry.Value}\n"));
}
