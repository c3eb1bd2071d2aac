using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>The command line of the sandbox.</summary>
internal static class SandboxCommand
{
    private const string Usage = """
        Usage: sandbox COMMAND [--dir DIR]        (DIR: the sandbox's folder, .sandbox by default)

          start [--coder 2] [--https]
                                      start it if it does not run, and print its addresses. Both Coder deployments
                                      are there; a new sandbox hands the addresses of v1 to its stacks, with
                                      --coder 2 those of v2. With --https the access URLs of a new sandbox are https
          status [--json]             print whether it runs, and its addresses
          stop                        stop it; what it holds is kept for the next start
          env [--coder 1|2]           print its environment variables, for: eval "$(sandbox env)"
          coder-version VERSION [--without-chart]
                                      change the Coder deployment's version to one that there is a chart for, or to any
          add-workspace NAME PROVIDER [ORGANIZATION]
          remove-workspace NAME       (v1)
          licence on|off|grace        (v2) what the licence covers: everything, nothing, or everything in its grace period
          proxy-fault NAME [ERROR]    (v2) make a workspace proxy report an error, or none
          add-build WORKSPACE [DAEMON]
          end-build WORKSPACE         (v2) keep a provisioner daemon, by its name or its key's, busy with a build
          ingress-address NAMESPACE ADDRESS [NAME]
                                      give an ingress (web-ingress) another address, an IP or a host name
          dns-record NAME [ADDRESS]   give a name of the zone another address, or none, behind everybody's back
          install ADDON               cert-manager or external-dns
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Any(argument => argument is "-h" or "--help"))
            {
                Console.WriteLine(Usage);
                return 0;
            }

            var (words, folder, flags) = Parse(args);
            return words switch
            {
                ["start"] => await StartAsync(folder, flags),
                ["serve"] => await SandboxDaemon.RunAsync(Options(folder, flags)),
                ["status"] => Status(folder, flags.ContainsKey("json")),
                ["stop"] => await StopAsync(folder),
                ["env"] => Environment(folder, flags),
                ["coder-version", var version] => await SandboxCalls.SetVersionAsync(Running(folder), version, flags.ContainsKey("without-chart")),
                ["add-workspace", var name, var provider] => await SandboxCalls.AddWorkspaceAsync(Running(folder), name, provider, "default"),
                ["add-workspace", var name, var provider, var organization] => await SandboxCalls.AddWorkspaceAsync(Running(folder), name, provider, organization),
                ["remove-workspace", var name] => await SandboxCalls.RemoveWorkspaceAsync(Running(folder), name),
                ["licence", var state] => await SandboxCalls.SetLicenceAsync(Running(folder), state),
                ["proxy-fault", var name] => await SandboxCalls.SetProxyFaultAsync(Running(folder), name, null),
                ["proxy-fault", var name, var error] => await SandboxCalls.SetProxyFaultAsync(Running(folder), name, error),
                ["add-build", var workspace] => await SandboxCalls.StartBuildAsync(Running(folder), workspace, null),
                ["add-build", var workspace, var daemon] => await SandboxCalls.StartBuildAsync(Running(folder), workspace, daemon),
                ["end-build", var workspace] => await SandboxCalls.EndBuildAsync(Running(folder), workspace),
                ["ingress-address", var ns, var address] => await SandboxCalls.SetIngressAddressAsync(Running(folder), ns, address, "web-ingress"),
                ["ingress-address", var ns, var address, var name] => await SandboxCalls.SetIngressAddressAsync(Running(folder), ns, address, name),
                ["dns-record", var name] => await SandboxCalls.SetRecordAsync(Running(folder), name, null),
                ["dns-record", var name, var address] => await SandboxCalls.SetRecordAsync(Running(folder), name, address),
                ["install", var addon] => await Addons.InstallAsync(Running(folder), addon),
                _ => throw new SandboxError(words.Count == 0 ? Usage : $"\"{string.Join(' ', words)}\" is not a command of the sandbox.\n{Usage}"),
            };
        }
        catch (Exception error) when (error is SandboxError or IOException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"error: {error.Message}");
            return 1;
        }
    }

    private static (List<string> Words, string Folder, Dictionary<string, string> Flags) Parse(string[] args)
    {
        var words = new List<string>();
        var flags = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                words.Add(args[i]);
            else if (args[i].Split('=', 2) is [var name, var value])
                flags[name[2..]] = value;
            else if (args[i] is "--json" or "--https" or "--without-chart")
                flags[args[i][2..]] = "";
            else
                flags[args[i][2..]] = ++i < args.Length ? args[i] : throw new SandboxError($"{args[i - 1]} needs a value.");
        }

        if (flags.Keys.FirstOrDefault(name => name is not ("dir" or "json" or "https" or "coder" or "without-chart" or "pod-delay" or "address-delay")) is { } unknown)
            throw new SandboxError($"unknown flag: --{unknown}\n{Usage}");
        return (words, Path.GetFullPath(flags.GetValueOrDefault("dir", ".sandbox")), flags);
    }

    /// <summary><c>--pod-delay</c> and <c>--address-delay</c>, in milliseconds, make the world slower or faster.</summary>
    private static SandboxOptions Options(string folder, Dictionary<string, string> flags)
    {
        TimeSpan? Delay(string name) => !flags.TryGetValue(name, out var text) ? null
            : int.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds >= 0 ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new SandboxError($"--{name} \"{text}\" must be a number of milliseconds.");
        var (pods, addresses) = (Delay("pod-delay"), Delay("address-delay"));
        return new SandboxOptions
        {
            Folder = folder,
            IsHttps = flags.ContainsKey("https"),
            Coder = Coder(flags) ?? 1,
            Cluster = options => options with { PodStartDelay = pods ?? options.PodStartDelay, LoadBalancerDelay = addresses ?? options.LoadBalancerDelay },
        };
    }

    private static int? Coder(Dictionary<string, string> flags) => flags.GetValueOrDefault("coder") switch
    {
        null => null,
        "1" => 1,
        "2" => 2,
        var other => throw new SandboxError($"--coder \"{other}\" must be 1 or 2."),
    };

    private static async Task<int> StartAsync(string folder, Dictionary<string, string> flags)
    {
        if (Coder(flags) is { } coder && SandboxDescription.Read(folder) is { Coder: var begun } && begun != coder)
            throw new SandboxError($"The sandbox in {folder} was begun with the addresses of Coder v{begun}, and keeps them. Its v{coder} deployment is there as well: use the kubeconfig {Path.Combine(folder, $"v{coder}", "kubeconfig")}, or sandbox env --coder {coder}.");
        if (flags.ContainsKey("https") && SandboxDescription.Read(folder) is { CoderUrl: var url } && !url.StartsWith("https:", StringComparison.Ordinal))
            throw new SandboxError($"The sandbox in {folder} was begun with the access URL {url}, and keeps it. Stop it and remove the folder to begin one with https.");
        if (!SandboxDaemon.IsRunning(folder))
        {
            _ = Options(folder, flags);
            Directory.CreateDirectory(folder);
            var log = Path.Combine(folder, "log");
            using var daemon = Launch(folder, log, flags);
            await SandboxCalls.WaitUntilAsync(
                () => SandboxDescription.Read(folder)?.Pid is not null && SandboxDaemon.IsRunning(folder),
                () => daemon.HasExited && daemon.ExitCode != 0 ? $"The sandbox ended at its start:\n{Tail(log)}" : null,
                $"The sandbox in {folder} did not start within 30 seconds; its log is {log}.");
        }

        return Status(folder, flags.ContainsKey("json"));
    }

    private static Process Launch(string folder, string log, Dictionary<string, string> flags)
    {
        var self = System.Environment.ProcessPath!;
        var entry = System.Environment.GetCommandLineArgs()[0];
        // Through a shell, so that it has no pipe to a caller that waits for the end of its output.
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            ArgumentList = { "-c", "log=\"$1\"; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sandbox", log, self },
        };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
            start.ArgumentList.Add(entry);
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add($"--dir={folder}");
        foreach (var (name, value) in flags.Where(flag => flag.Key is "pod-delay" or "address-delay"))
            start.ArgumentList.Add($"--{name}={value}");
        if (flags.ContainsKey("https"))
            start.ArgumentList.Add("--https");
        if (Coder(flags) is { } coder)
            start.ArgumentList.Add($"--coder={coder}");
        return Process.Start(start)!;
    }

    private static string Tail(string log) => File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(10)) : "(no log)";

    private static int Status(string folder, bool json)
    {
        var description = SandboxDescription.Read(folder);
        var running = description is not null && SandboxDaemon.IsRunning(folder);
        if (json)
        {
            var answer = description is null ? new JsonObject() : JsonNode.Parse(File.ReadAllText(Path.Combine(folder, SandboxDescription.FileName)))!.AsObject();
            answer["running"] = running;
            Console.WriteLine(answer.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
        }
        else if (description is null)
        {
            Console.WriteLine($"There is no sandbox in {folder}.");
        }
        else
        {
            Console.WriteLine($"""
                Sandbox in {folder}: {(running ? $"running (pid {description.Pid})" : "stopped")}
                  cluster      {description.KubernetesUrl}   KUBECONFIG={description.Kubeconfig}
                  Coder v1     {description.CoderUrl}   providers: {description.CoderUrl}/admin/providers
                               or {SandboxDescription.ByAddress(description.CoderUrl)}
                  Coder v2     {description.CoderV2Url}   proxies: {description.CoderV2Url}/deployment/workspace-proxies
                               or {SandboxDescription.ByAddress(description.CoderV2Url ?? description.CoderUrl)}
                  name server  127.0.0.1:{description.DnsPort}   zone {description.DnsZone}
                  charts       {description.ChartRepository}   of v2: {description.ChartRepository}/v2
                The addresses after "or" are for programs that do not resolve names under .localhost (coder, helm and other Go programs).
                """);
        }

        return 0;
    }

    private static async Task<int> StopAsync(string folder)
    {
        if (!SandboxDaemon.IsRunning(folder) || SandboxDescription.Read(folder)?.Pid is not { } pid)
        {
            Console.WriteLine($"No sandbox runs in {folder}.");
            return 0;
        }

        using (var kill = Process.Start(new ProcessStartInfo("/bin/kill") { ArgumentList = { "-TERM", pid.ToString(CultureInfo.InvariantCulture) } })!)
            await kill.WaitForExitAsync();
        await SandboxCalls.WaitUntilAsync(() => !SandboxDaemon.IsRunning(folder), () => null, $"The sandbox (pid {pid}) did not stop within 30 seconds.");
        Console.WriteLine("The sandbox has stopped.");
        return 0;
    }

    private static int Environment(string folder, Dictionary<string, string> flags)
    {
        var description = Running(folder);
        var variables = description.Variables(Coder(flags) ?? description.Coder);
        foreach (var (name, value) in variables)
            Console.WriteLine($"export {name}='{value}'");
        Console.WriteLine($"# For a coder command that cannot resolve {description.DnsZone}: export CODER_URL='{SandboxDescription.ByAddress(variables["CODER_URL"])}'");
        Console.WriteLine($"export KUBECONFIG='{description.Kubeconfig}'");
        return 0;
    }

    private static SandboxDescription Running(string folder) =>
        SandboxDaemon.IsRunning(folder) ? SandboxDescription.Read(folder)! : throw new SandboxError($"No sandbox runs in {folder}. Start it with: ./pulumiw sandbox start");
}

/// <summary>A mistake that its message explains.</summary>
internal sealed class SandboxError(string message) : Exception(message);
