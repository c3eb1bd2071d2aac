using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Cli;

/// <summary>The commands that read and change releases of a cluster.</summary>
internal static class ReleaseCommands
{
    /// <summary>How a command failed, put before its error as Helm does.</summary>
    private static readonly Dictionary<string, string> Prefixes = new() { ["install"] = "INSTALLATION FAILED: ", ["upgrade"] = "UPGRADE FAILED: " };

    public static async Task<int> RunAsync(string command, string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        try
        {
            await (command switch
            {
                "list" or "ls" => ListCommand.RunAsync(args, stdout, cancellation),
                "status" => StatusCommand.RunAsync(args, stdout, cancellation),
                "history" or "hist" => HistoryCommand.RunAsync(args, stdout, cancellation),
                "get" => GetCommand.RunAsync(args, stdout, cancellation),
                "install" => ApplyCommand.InstallAsync(args, stdout, stderr, cancellation),
                "upgrade" => ApplyCommand.UpgradeAsync(args, stdout, stderr, cancellation),
                "rollback" => RemoveCommand.RollbackAsync(args, stdout, stderr, cancellation),
                _ => RemoveCommand.UninstallAsync(args, stdout, stderr, cancellation),
            });
            return 0;
        }
        catch (KubeConfigException e)
        {
            throw new CommandException($"Kubernetes cluster unreachable: {e.Message}", e);
        }
        catch (Exception e) when (e is HelmException or KubeException or Rendering.RenderFailedException or Charts.ChartException)
        {
            throw new CommandException(Prefixes.GetValueOrDefault(command, "") + e.Message, e);
        }
    }

    /// <summary>Reads the flags of a command (whose usage is its name and arguments) and checks the number of its arguments.</summary>
    public static (FlagSet Flags, List<string> Arguments) Parse(string usage, string[] args, int least, int most, params Flag[][] groups)
    {
        var flags = new FlagSet([Flags.Global, .. groups]);
        var arguments = flags.Parse(args);
        if (arguments.Count < least || arguments.Count > most)
        {
            string command = usage.Split(' ')[0];
            string rule = most == 0 ? "accepts no arguments"
                : least == most ? $"requires {Arguments(least)}"
                : arguments.Count < least ? $"requires at least {Arguments(least)}"
                : $"accepts at most {Arguments(most)}";
            throw new CommandException($"\"helm {command}\" {rule}\n\nUsage:  helm {usage} [flags]");
        }
        foreach (string flag in (string[])["kube-token", "kube-as-user", "kube-as-group", "kube-apiserver", "kube-ca-file", "kube-tls-server-name", "kube-insecure-skip-tls-verify"])
            if (flags.IsSet(flag))
                throw new CommandException($"--{flag} is not supported here: put it into a kubeconfig and name that with --kubeconfig and --kube-context");
        return (flags, arguments);
    }

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";

    /// <summary>A client of the cluster that flags, environment and kubeconfig name.</summary>
    public static KubeClient Connect(FlagSet flags)
    {
        string context = flags.Text("kube-context", Environment.GetEnvironmentVariable("HELM_KUBECONTEXT") ?? "");
        string path = flags.Text("kubeconfig");
        return new KubeClient(
            KubeConfig.Load(path.Length > 0 ? path : null, context.Length > 0 ? context : null),
            new KubeClientOptions { UserAgent = "coder-infra-helm" });
    }
}
