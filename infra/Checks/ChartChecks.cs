using System.Net;
using Coder.Infra.Settings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Checks;

/// <summary>Whether the chart is there in the wanted version: in the index of its repository, or on disk.</summary>
internal sealed class ChartChecks(Findings findings)
{
    private const int Shown = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Looks for it.</summary>
    /// <param name="repository">URL of the repository; null for a chart on disk.</param>
    /// <param name="name">Name of the chart, or its path.</param>
    /// <param name="usual">The name that it usually has.</param>
    /// <param name="version">The wanted version.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task RunAsync(string? repository, string name, string usual, CoderVersion version, CancellationToken cancellationToken)
    {
        if (repository is null)
            OnDisk(name, version);
        else if (repository.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            await InRepositoryAsync(repository, name, usual, version, cancellationToken);
    }

    private void OnDisk(string path, CoderVersion version)
    {
        var description = Path.Combine(path, "Chart.yaml");
        if (File.Exists(path))
            return;
        if (!File.Exists(description))
        {
            findings.Problem(40, $"coder-infra:chart.name names the path {path}, which holds no chart. Set it with: pulumi config set --path chart.name <path of a chart's folder or archive>");
            return;
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(description)));
        if (yaml.Documents is [{ RootNode: YamlMappingNode root }] && root.Children.TryGetValue("version", out var written) && written is YamlScalarNode { Value: var text }
            && CoderVersion.TryParse(text, out var found) && found != version)
        {
            findings.Warning($"The chart in {path} is of version {found}, not {version}: Helm takes a chart from disk as it is.");
        }
    }

    private async Task InRepositoryAsync(string repository, string name, string usual, CoderVersion version, CancellationToken cancellationToken)
    {
        var index = new Uri(new Uri(repository.TrimEnd('/') + "/"), "index.yaml");
        try
        {
            using var client = new HttpClient { Timeout = Limit };
            using var response = await client.GetAsync(index, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                findings.Problem(40, $"The chart repository {repository} answered {(int)response.StatusCode} {response.ReasonPhrase} for its index.yaml. Set another with: pulumi config set --path chart.repo <url>");
                return;
            }

            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            var versions = Versions(new Parser(reader), name);
            if (versions is null)
                findings.Problem(40, $"The chart repository {repository} has no chart \"{name}\". Set it with: pulumi config set --path chart.name {usual}");
            else if (!versions.Contains(version))
                findings.Problem(41, $"The chart repository {repository} has no {name} {version}. {Has(versions)} Set a version that the deployment has and the repository too: pulumi config set coderVersion <version>");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or YamlException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = error switch
            {
                TaskCanceledException => $"no answer within {Limit.TotalSeconds:0} seconds",
                YamlException => "its index.yaml is not YAML",
                _ => error.InnerException?.Message ?? error.Message,
            };
            findings.Problem(40, $"The chart repository {repository} cannot be read: {why}. Set another with: pulumi config set --path chart.repo <url>");
        }
    }

    private static string Has(IReadOnlyCollection<CoderVersion> versions)
    {
        var last = versions.OrderDescending().Take(Shown).Order();
        return $"It has {(versions.Count > Shown ? $"{versions.Count} versions, the last of them " : "")}{string.Join(", ", last)}.";
    }

    /// <summary>
    /// The versions of one chart; null where it is not there. Read event by event: an index may have many megabytes, and
    /// nothing else of it matters.
    /// </summary>
    private static HashSet<CoderVersion>? Versions(IParser parser, string name)
    {
        HashSet<CoderVersion>? found = null;
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return found;
        Each(parser, key =>
        {
            if (key != "entries")
                return false;
            Each(parser, chart =>
            {
                if (chart != name)
                    return false;
                found = [];
                parser.Consume<SequenceStart>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    Each(parser, field =>
                    {
                        if (field != "version" || !parser.TryConsume<Scalar>(out var scalar))
                            return false;
                        if (CoderVersion.TryParse(scalar.Value, out var version))
                            found.Add(version);
                        return true;
                    });
                }

                return true;
            });
            return true;
        });
        return found;
    }

    /// <summary>Goes over a mapping; a value that <paramref name="read"/> did not read is skipped.</summary>
    private static void Each(IParser parser, Func<string, bool> read)
    {
        if (!parser.TryConsume<MappingStart>(out _))
        {
            parser.SkipThisAndNestedEvents();
            return;
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>().Value;
            if (!read(key))
                parser.SkipThisAndNestedEvents();
        }
    }
}
