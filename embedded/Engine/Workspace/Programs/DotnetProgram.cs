using System.Text;
using System.Xml.Linq;
using Coder.Infra.Engine.Processes;

namespace Coder.Infra.Engine.Workspace.Programs;

/// <summary>
/// A .NET project's executable: built when a source of it or of the projects it refers to changed, otherwise run as it is.
/// Serves programs and plugins (<c>PulumiPlugin.yaml</c> with <c>runtime: dotnet</c>) alike.
/// </summary>
internal static class DotnetProgram
{
    private static readonly SemaphoreSlim Building = new(1, 1);

    /// <summary>The command that runs the project of a folder, built where that is needed.</summary>
    /// <param name="directory">The folder, which holds one project file.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <exception cref="UserErrorException">There is no project, or the build fails; the message holds its output.</exception>
    public static async Task<IReadOnlyList<string>> ResolveAsync(string directory, CancellationToken cancellationToken)
    {
        // ./pulumiw builds this repository's own program ahead and says where.
        var (root, built) = (Environment.GetEnvironmentVariable("PULUMIW_ROOT"), Environment.GetEnvironmentVariable("PULUMIW_INFRA"));
        if (root is { Length: > 0 } && built is { Length: > 0 } && Path.GetFullPath(directory) == Path.Combine(root, "infra"))
        {
            var executable = Path.Combine(built, "coder-infra");
            if (File.Exists(executable))
                return [executable];
        }

        await Building.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var project = FindProject(directory);
            var stamp = Path.Combine(directory, "obj", "pulumiw-program.txt");
            if (IsFresh(project, stamp))
                return Command(await File.ReadAllTextAsync(stamp, cancellationToken).ConfigureAwait(false));
            // Compared with the times of files, which are the system's.
            var started = TimeProvider.System.GetUtcNow().UtcDateTime;
            var path = await BuildAsync(project, directory, cancellationToken).ConfigureAwait(false);
            AtomicFile.Write(stamp, path);
            File.SetLastWriteTimeUtc(stamp, started);
            return Command(path);
        }
        finally
        {
            Building.Release();
        }
    }

    /// <summary>How a published executable or a <c>.dll</c> is run.</summary>
    public static IReadOnlyList<string> Command(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? ["dotnet", path] : [path];

    private static string FindProject(string directory)
    {
        string[] projects = [.. new[] { "*.csproj", "*.fsproj", "*.vbproj" }.SelectMany(pattern => Directory.EnumerateFiles(directory, pattern))];
        return projects switch
        {
            [var only] => only,
            [] => throw new UserErrorException($"there is no .NET project in {directory}; set main in Pulumi.yaml to the folder of one, or runtime.options.binary to a published program"),
            _ => throw new UserErrorException($"there are several .NET projects in {directory}: {string.Join(", ", projects.Select(Path.GetFileName))}; keep one, or set runtime.options.binary"),
        };
    }

    private static async Task<string> BuildAsync(string project, string directory, CancellationToken cancellationToken)
    {
        var (text, errors) = (new StringBuilder(), new StringBuilder());
        // Asked for a property alone, the build evaluates the project and builds nothing; and warnings share the output with the answer.
        var answer = Path.Combine(Directory.CreateDirectory(Path.Combine(directory, "obj")).FullName, "pulumiw-target.txt");
        var exitCode = await ChildProcess.RunAsync(
            "dotnet",
            ["build", project, "--nologo", "--verbosity", "quiet", "-clp:NoSummary", "-target:Build", "-getProperty:TargetPath", $"-getResultOutputFile:{answer}"],
            directory,
            [],
            (line, _) => (line.Contains(": error ", StringComparison.Ordinal) ? errors : text).AppendLine(line),
            cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw new UserErrorException($"building {project} failed:\n{(errors.Length > 0 ? errors : text).ToString().TrimEnd()}");
        var target = (await File.ReadAllTextAsync(answer, cancellationToken).ConfigureAwait(false)).Trim();
        if (!File.Exists(target))
            throw new UserErrorException($"building {project} gave no program (expected {target})");
        var host = Path.ChangeExtension(target, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(host) ? host : target;
    }

    private static bool IsFresh(string project, string stamp)
    {
        if (!File.Exists(stamp) || !File.Exists(File.ReadAllText(stamp)))
            return false;
        var time = File.GetLastWriteTimeUtc(stamp);
        var seen = new HashSet<string>();
        var open = new Stack<string>([Path.GetFullPath(project)]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next) || !File.Exists(next))
                continue;
            if (HasNewer(new DirectoryInfo(Path.GetDirectoryName(next)!), time))
                return false;
            foreach (var reference in XDocument.Load(next).Descendants().Where(element => element.Name.LocalName == "ProjectReference"))
            {
                if (reference.Attribute("Include")?.Value is { } include)
                    open.Push(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(next)!, include.Replace('\\', Path.DirectorySeparatorChar))));
            }
        }

        // What applies to every project below it.
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(project)!); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("Directory.*").Concat(folder.EnumerateFiles("global.json")).Any(file => file.LastWriteTimeUtc > time))
                return false;
        }

        return true;
    }

    /// <summary>Whether a file is newer, or a folder changed (a file was removed or added).</summary>
    private static bool HasNewer(DirectoryInfo folder, DateTime time) =>
        folder.EnumerateFileSystemInfos().Any(entry => entry switch
        {
            DirectoryInfo { Name: "bin" or "obj" or ".git" or ".pulumi" or StackSandbox.FolderName or ".build" or "node_modules" } => false,
            DirectoryInfo child => child.LastWriteTimeUtc > time || HasNewer(child, time),
            _ => entry.LastWriteTimeUtc > time,
        });
}
