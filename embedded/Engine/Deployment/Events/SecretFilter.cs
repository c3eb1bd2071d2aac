using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Events;

/// <summary>
/// Replaces the plaintexts of secret settings by <c>[secret]</c> in everything that a run emits, so that a program that prints,
/// concatenates or throws one does not show it. As in the official engine, a text is replaced as a whole and in the form that JSON
/// gives it; texts of less than three bytes, <c>true</c> and <c>false</c> are left alone. So a text of several lines that is emitted
/// line by line is shown. What is a secret already is left to the displays, which mask it unless asked to show it.
/// </summary>
internal sealed class SecretFilter : IEventSink
{
    private const string Mask = "[secret]";

    private readonly IEventSink _sink;
    private readonly Regex _secrets;

    private SecretFilter(IEventSink sink, IEnumerable<string> texts)
    {
        _sink = sink;
        // The longest first, so that a secret which is part of another does not leave the rest of that in clear.
        _secrets = new Regex(string.Join('|', texts.OrderByDescending(text => text.Length).Select(Regex.Escape)), RegexOptions.CultureInvariant);
    }

    /// <summary>The sink behind a filter of the given plaintexts; the sink itself where there is nothing to hide.</summary>
    public static IEventSink Before(IEventSink sink, IEnumerable<string> plaintexts)
    {
        string[] texts = [.. plaintexts.Where(IsHidden).SelectMany(text => new[] { text, InJson(text) }).Distinct()];
        return texts.Length == 0 ? sink : new SecretFilter(sink, texts);
    }

    /// <inheritdoc/>
    public void Emit(EngineEvent engineEvent) => _sink.Emit(engineEvent switch
    {
        StepBeganEvent began => began with { Step = Filter(began.Step) },
        StepEndedEvent ended => ended with { Step = Filter(ended.Step) },
        StepFailedEvent failed => failed with { Step = Filter(failed.Step) },
        DiagnosticEvent diagnostic => diagnostic with { Message = Filter(diagnostic.Message) },
        ProgramOutputEvent output => output with { Text = Filter(output.Text) },
        _ => engineEvent,
    });

    private static bool IsHidden(string text) =>
        Encoding.UTF8.GetByteCount(text) >= 3 && !text.Equals("true", StringComparison.OrdinalIgnoreCase) && !text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string InJson(string text)
    {
        var json = new GoJsonWriter(escapeHtml: true);
        json.String(text);
        return json.ToString()[1..^1];
    }

    private string Filter(string text) => _secrets.Replace(text, Mask);

    private StepInfo Filter(StepInfo step) => step with { Old = Filter(step.Old), New = Filter(step.New) };

    private ResourceState? Filter(ResourceState? state) => state is null ? null : state with
    {
        Inputs = Filter(state.Inputs),
        Outputs = Filter(state.Outputs),
        InitErrors = [.. state.InitErrors.Select(Filter)],
    };

    private PropertyMap Filter(PropertyMap map)
    {
        foreach (var (name, value) in map)
        {
            var filtered = Filter(value);
            if (!ReferenceEquals(filtered, value))
                map = map.Set(name, filtered);
        }

        return map;
    }

    private PropertyValue Filter(PropertyValue value)
    {
        switch (value)
        {
            case StringValue text:
                var filtered = Filter(text.Value);
                return ReferenceEquals(filtered, text.Value) ? text : filtered;
            case AssetValue { Text: { } text } asset:
                return asset with { Text = Filter(text) };
            case ArchiveValue { Assets: { } assets } archive:
                return archive with { Assets = assets.SetItems(assets.Select(item => KeyValuePair.Create(item.Key, Filter(item.Value)))) };
            case ArrayValue array:
                ImmutableArray<PropertyValue> items = [.. array.Items.Select(Filter)];
                return items.Zip(array.Items).All(pair => ReferenceEquals(pair.First, pair.Second)) ? array : new ArrayValue(items);
            case ObjectValue map:
                var inner = Filter(map.Properties);
                return ReferenceEquals(inner, map.Properties) ? map : new ObjectValue(inner);
            case OutputValue { Secret: false, Value: { } known } output:
                return output with { Value = Filter(known) };
            default:
                return value;
        }
    }
}
