using k8s.KubeConfigModels;

namespace Coder.Infra.Helm.Kube;

/// <summary>The program that a kubeconfig gets its credentials from (<c>exec</c>).</summary>
static class ExecHelper
{
    /// <summary>Checks that the program is there.</summary>
    /// <exception cref="KubeConfigException">It is not; with client-go's words, and the kubeconfig's <c>installHint</c>.</exception>
    public static void Require(ExternalExecution exec)
    {
        if (exec.Command is not { Length: > 0 } command || Exists(command))
            return;
        var hint = string.IsNullOrWhiteSpace(exec.InstallHint) ? ""
            : "\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n\n"
                + "To learn more about this feature, consult the documentation available at:\n"
                + $"      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins\n\n{exec.InstallHint.Trim()}";
        throw new KubeConfigException($"exec: executable {command} not found{hint}");
    }

    static bool Exists(string command)
    {
        if (command.Contains('/') || command.Contains(System.IO.Path.DirectorySeparatorChar))
            return File.Exists(command);
        string[] names = OperatingSystem.IsWindows() ? [command, $"{command}.exe", $"{command}.cmd", $"{command}.bat"] : [command];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => names.Any(name => File.Exists(System.IO.Path.Combine(folder, name))));
    }
}
