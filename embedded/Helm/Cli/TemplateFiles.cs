using System.Text;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary>Writes a rendered chart into a folder, a file for each template (<c>--output-dir</c>).</summary>
internal sealed class TemplateFiles(string directory, TextWriter stdout)
{
    private readonly HashSet<string> _written = [];

    public async Task WriteAsync(RenderedRelease release, FlagSet flags)
    {
        if (flags.Bool("include-crds"))
            foreach (var crd in release.Crds)
                await WriteAsync(crd.Filename, crd.File.Text);
        foreach (var manifest in release.Manifests)
            await WriteAsync(manifest.Path, manifest.Content);
        foreach (var hook in TemplateCommand.Hooks(release, flags))
            await WriteAsync(hook.Path, hook.Manifest);
        await stdout.WriteAsync("\n");
    }

    private async Task WriteAsync(string source, string content)
    {
        string path = Path.Join(directory, source);
        var text = new StringBuilder();
        ReleaseRenderer.Append(text, source, content);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (_written.Add(path))
            await File.WriteAllTextAsync(path, text.ToString());
        else
            await File.AppendAllTextAsync(path, text.ToString());
        await stdout.WriteAsync($"wrote {path}\n");
    }
}
