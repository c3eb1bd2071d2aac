using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Cli.Settings;

internal static partial class ConfigCommand
{
    private const string NoEnvironments = "a file backend does not support environments, which are a service of Pulumi Cloud";

    /// <summary><c>pulumi config env</c>: which environments a stack names can be read; a file backend, in the official CLI too, opens none.</summary>
    private static Command EnvironmentCommand => new("env", "Manage environments for a stack")
    {
        Commands =
        [
            new("ls", "List imported environments") { Aliases = ["list"], Flags = [JsonFlag], Run = ListEnvironmentsAsync },
        ],
    };

    private static Task<int> ListEnvironmentsAsync(Invocation invocation)
    {
        var names = StackContext.CurrentForSettings(invocation).Settings.Environments;
        if (invocation.Flags.Switch("json"))
        {
            var json = new GoJsonWriter("  ");
            json.BeginArray();
            foreach (var name in names)
                json.String(name);
            json.EndArray();
            invocation.Out.WriteLine(json);
        }
        else if (names.Count == 0)
        {
            invocation.Out.WriteLine("This stack configuration has no environments listed.");
        }
        else
        {
            Table.Write(invocation.Out, ["ENVIRONMENTS"], names.Select(name => new[] { name }));
        }

        return Task.FromResult(0);
    }

    /// <summary>Refuses a run of a stack that imports environments, whose values it would lack.</summary>
    public static void RefuseEnvironments(StackContext context)
    {
        if (context.Settings.Environments is { Count: > 0 } names)
            throw new UserErrorException($"{context.Settings.Path} imports {string.Join(", ", names)}: {NoEnvironments}; remove `environment` from the file and set its values with `pulumi config set`");
    }
}
