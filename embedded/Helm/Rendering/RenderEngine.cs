using System.Text;
using System.Text.RegularExpressions;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Templates.Execution;
using Coder.Infra.Helm.Templates.Syntax;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Rendering;

/// <summary>
/// Renders the templates of a chart and its subcharts as Helm's engine does. Parsed templates are kept for the life of the
/// process; an engine may be used by several threads.
/// </summary>
public sealed partial class RenderEngine(RenderOptions? options = null)
{
    /// <summary>Name of the template that all others are associated with, as Helm's errors name it.</summary>
    internal const string RootName = "gotpl";

    private const string NoValue = "<no value>";

    private readonly RenderOptions _options = options ?? new RenderOptions();

    /// <summary>
    /// Renders every template that is not a partial: path (<c>chart/charts/sub/templates/x.yaml</c>) to text. Templates are
    /// executed deepest path first, then in reverse alphabetical order, on shared values: what one sets, the next sees.
    /// </summary>
    /// <param name="chart">The chart, its dependencies processed.</param>
    /// <param name="values">What templates see at the top, as <see cref="ChartValues.ToRenderValues"/> makes it.</param>
    /// <param name="cancellationToken">Stops rendering.</param>
    /// <exception cref="RenderException">With Helm's message; also when a limit was reached.</exception>
    public IReadOnlyDictionary<string, string> Render(
        Chart chart, Dictionary<string, object?> values, CancellationToken cancellationToken = default)
    {
        var templates = new Dictionary<string, Renderable>();
        Scope.Collect(chart, values, templates);
        string[] names = [.. templates.Keys];
        Array.Sort(names, (a, b) => CompareDepth(b, a));

        var set = new TemplateSet();
        var limits = new LimitCounter(_options.Limits, _options.Time, cancellationToken);
        foreach (string name in names)
            Parse(set, name, templates[name].Text);

        var rendered = new Dictionary<string, string>(names.Length);
        var context = new EngineContext(_options, set, new Dictionary<string, int>())
        {
            Time = _options.Time,
            FillRandom = _options.FillRandom,
            Limits = limits,
        };
        foreach (string name in names)
        {
            if (!name.AsSpan(name.LastIndexOf('/') + 1).StartsWith("_"))
                rendered[name] = Execute(set, name, templates[name], context);
        }
        return rendered;
    }

    /// <summary>Renders one template without a chart or values; errors are those of text/template.</summary>
    internal static string RenderText(string name, string text, CancellationToken cancellationToken)
    {
        var options = new RenderOptions();
        var set = new TemplateSet();
        set.Add(TemplateCache.Parse(name, text));
        var context = new EngineContext(options, set, [])
        {
            Time = options.Time,
            FillRandom = options.FillRandom,
            Limits = new LimitCounter(options.Limits, options.Time, cancellationToken),
        };
        var output = new StringBuilder();
        Executor.Execute(set, set.Find(name)!, Value.Of(null), context, output, strict: false);
        return GoString.Rejoin(output.ToString());
    }

    private static int CompareDepth(string a, string b)
    {
        int order = a.AsSpan().Count('/').CompareTo(b.AsSpan().Count('/'));
        return order != 0 ? order : GoString.Compare(a, b);
    }

    private static void Parse(TemplateSet set, string name, string text)
    {
        try
        {
            set.Add(TemplateCache.Parse(name, text));
        }
        catch (TemplateParseException e)
        {
            throw new RenderException(CleanParseError(name, e.Message), e);
        }
    }

    private string Execute(TemplateSet set, string name, Renderable template, EngineContext context)
    {
        var scope = template.Scope;
        scope["Template"] = new ValuesMap(new Dictionary<string, object?> { ["Name"] = name, ["BasePath"] = template.BasePath });
        var output = new StringBuilder();
        try
        {
            Executor.Execute(set, set.Find(name)!, Value.Of(new ValuesMap(scope)), context, output, _options.Strict);
        }
        catch (TemplateExecException e)
        {
            throw new RenderException(CleanExecError(name, e.Message), e);
        }
        catch (RenderLimitException e)
        {
            throw new RenderException($"execution error in ({name}): {e.Message}", e);
        }
        return GoString.Rejoin(output.ToString()).Replace(NoValue, "", StringComparison.Ordinal);
    }

    /// <summary>Of a parse error Helm keeps the place and what follows the last colon.</summary>
    private static string CleanParseError(string name, string message)
    {
        string[] parts = message.Split(": ");
        return parts.Length == 1 ? $"parse error in ({name}): {message}" : $"parse error at ({parts[1]}): {parts[^1]}";
    }

    /// <summary>A message of <c>fail</c> or <c>required</c> is shown alone, with the outermost place.</summary>
    private static string CleanExecError(string name, string message)
    {
        string[] parts = message.Split(": ", 3);
        if (parts.Length != 3)
            return $"execution error in ({name}): {message}";
        var marked = MarkedMessage().Match(parts[2]);
        return marked.Success ? $"execution error at ({parts[1]}): {marked.Groups[1].Value}" : message;
    }

    [GeneratedRegex(EngineContext.MarkStart + "(.*)" + EngineContext.MarkEnd, RegexOptions.Singleline)]
    private static partial Regex MarkedMessage();
}
