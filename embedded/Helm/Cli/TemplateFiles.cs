using System.Text;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary>Writes a rendered chart into a folder, a file for each template (<c>--output-dir</c>).</summary>
internal sealed class TemplateFiles(string directory, TextWriter stdout)
{
    private readonly HashSet<string> _written = [];

    public void Write(RenderedRelease release, FlagSet flags)
    {
        if (flags.Bool("include-crds"))
            foreach (var crd in release.Crds)
                Write(crd.Filename, crd.File.Text);
        foreach (var manifest in release.Manifests)
            Write(manifest.Path, manifest.Content);
        foreach (var hook in TemplateCommand.Hooks(release, flags))
            Write(hook.Path, hook.Manifest);
        stdout.Write("\n");
    }

    private void Write(string source, string content)
    {
        string path = Path.Join(directory, source);
        var text = new StringBuilder();
        ReleaseRenderer.Append(text, source, content);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (_written.Add(path))
            File.WriteAllBytes(path, GoString.ToBytes(text.ToString()));
        else
            File.AppendAllBytes(path, GoString.ToBytes(text.ToString()));
        stdout.Write($"wrote {path}\n");
    }
}
