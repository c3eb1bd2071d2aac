using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Tests.Templates;

/// <summary>Renders single templates of a chart named "c".</summary>
static class Template
{
    public static string Render(string text, Dictionary<string, object?>? values = null, RenderOptions? options = null) =>
        RenderFile(text, [], values, options, CancellationToken.None);

    public static string RenderWith(string text, CancellationToken cancellation) => RenderFile(text, [], null, null, cancellation);

    public static string RenderFiles(string text, params (string Name, byte[] Data)[] files) =>
        RenderFile(text, files, null, null, CancellationToken.None);

    public static string Error(string text, Dictionary<string, object?>? values = null, RenderOptions? options = null) =>
        Assert.Throws<RenderException>(() => Render(text, values, options)).Message;

    private static string RenderFile(
        string text, (string Name, byte[] Data)[] files, Dictionary<string, object?>? values, RenderOptions? options, CancellationToken cancellation)
    {
        var chart = new Chart { Metadata = new ChartMetadata { Name = "c", Version = "1.0.0", ApiVersion = "v2" } };
        chart.Templates.Add(new ChartFile("templates/t", Encoding.UTF8.GetBytes(text)));
        chart.Files.AddRange(files.Select(file => new ChartFile(file.Name, file.Data)));
        var all = ChartValues.ToRenderValues(chart, values, new ReleaseOptions("rel", "ns"));
        return new RenderEngine(options).Render(chart, all, cancellation)["c/templates/t"];
    }
}
