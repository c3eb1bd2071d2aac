using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

internal static partial class TemplateCommand
{
    private const string NamePattern = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
    private const int LongestName = 53;

    private static void RefuseUnsupported(FlagSet flags)
    {
        if (flags.Bool("validate"))
            throw new CommandException("--validate is not supported: this command renders without a cluster");
        if (flags.Text("dry-run", "client") is not ("false" or "true" or "none" or "client" or "server"))
            throw new CommandException("Invalid dry-run flag. Flag must one of the following: false, true, none, client, server");
        if (flags.Text("dry-run", "client") == "server")
            throw new CommandException("--dry-run=server is not supported: this command renders without a cluster");
        if (flags.IsSet("post-renderer"))
            throw new CommandException("--post-renderer is not supported: send the output through the program instead");
        if (flags.Bool("dependency-update"))
            throw new CommandException("--dependency-update is not supported: run \"helm dependency update\" with the helm command first");
    }

    private static string ReleaseName(List<string> arguments, FlagSet flags, CancellationToken cancellation)
    {
        if (arguments.Count > 2)
            throw new CommandException("expected at most two arguments, unexpected arguments: " + string.Join(", ", arguments.Skip(2)));
        string template = flags.Text("name-template");
        if (arguments.Count == 2)
        {
            if (flags.Bool("generate-name"))
                throw new CommandException("cannot set --generate-name and also specify a name");
            if (template.Length > 0)
                throw new CommandException("cannot set --name-template and also specify a name");
            return arguments[0];
        }
        return template.Length > 0 ? ChartTemplates.RenderName(template, cancellation) : "release-name";
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new CommandException("release name \"\": no name provided");
        if (name.Length > LongestName || !IsName(name))
            throw new CommandException($"release name {GoQuote.Quote(name)}: invalid release name, must match regex {NamePattern} and the length must not be longer than {LongestName}");
    }

    private static bool IsName(string name)
    {
        foreach (string label in name.Split('.'))
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || !label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                return false;
        return true;
    }

    private static void CheckDependencies(Chart chart)
    {
        try
        {
            ChartDependencies.Check(chart);
        }
        catch (ChartException e)
        {
            throw new CommandException("An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: " + e.Message, e);
        }
    }
}
