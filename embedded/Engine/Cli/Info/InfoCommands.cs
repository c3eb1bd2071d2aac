using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary>Commands that only print something.</summary>
internal static class InfoCommands
{
    public static Command Version { get; } = new("version", "Print Pulumi's version number")
    {
        Run = invocation => Say(invocation, EngineVersion.Text),
    };

    public static Command WhoAmI { get; } = new("whoami", "Display the current logged-in user")
    {
        Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("verbose", "Print detailed whoami information", 'v')],
        Run = invocation =>
        {
            if (invocation.Flags.Switch("json"))
            {
                var json = new GoJsonWriter("  ");
                json.BeginObject();
                json.Name("user").String(Environment.UserName);
                json.Name("url").String(invocation.Backend.Url);
                json.EndObject();
                return Say(invocation, json.ToString());
            }

            return Say(invocation, invocation.Flags.Switch("verbose")
                ? $"User: {Environment.UserName}\nOrganizations: \nBackend URL: {invocation.Backend.Url}\nToken type: personal"
                : Environment.UserName);
        },
    };

    public static Command About { get; } = new("about", "Print information about the Pulumi environment")
    {
        Flags = [CommandTree.StackFlag, Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("transitive", "Include transitive dependencies", 't')],
        Run = AboutCommand.RunAsync,
    };

    internal static Task<int> Say(Invocation invocation, string text)
    {
        invocation.Out.WriteLine(text);
        return Task.FromResult(0);
    }
}
