using System.Collections.Concurrent;
using System.Collections.Immutable;
using Coder.Infra.Provider;
using Pulumi.Experimental;

namespace Coder.Infra.Checks;

/// <summary>What the checks found. They run side by side and all write here.</summary>
internal sealed class Findings
{
    private readonly ConcurrentDictionary<string, string> _facts = new();
    private readonly ConcurrentQueue<(int Order, string Sentence)> _problems = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _hints = new();

    /// <summary>What keeps the stack from working.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.OrderBy(problem => problem.Order).Select(problem => problem.Sentence).Distinct()];

    /// <summary>What may keep it from working, or will before long.</summary>
    public IReadOnlyList<string> Warnings => [.. _warnings];

    /// <summary>What only counts if something else is wrong too.</summary>
    public IReadOnlyList<string> Hints => [.. _hints];

    /// <summary>A fact; empty where it is not known.</summary>
    public string this[string fact]
    {
        get => _facts.GetValueOrDefault(fact, "");
        set => _facts[fact] = value;
    }

    /// <summary>Adds a problem.</summary>
    /// <param name="order">Where it stands in the report: the procedure's order.</param>
    /// <param name="sentence">What is wrong and what mends it.</param>
    public void Problem(int order, string sentence) => _problems.Enqueue((order, sentence));

    /// <summary>Adds a warning.</summary>
    public void Warning(string sentence) => _warnings.Enqueue(sentence);

    /// <summary>Adds a hint.</summary>
    public void Hint(string sentence) => _hints.Enqueue(sentence);

    /// <summary>The answer of the call, for <see cref="Resources.PreconditionsInfo"/>.</summary>
    public IDictionary<string, PropertyValue> Answer() => ImmutableDictionary<string, PropertyValue>.Empty.With(
        ("coderVersion", new PropertyValue(this["coderVersion"])),
        ("context", new PropertyValue(this["context"])),
        ("server", new PropertyValue(this["server"])),
        ("releaseVersion", new PropertyValue(this["releaseVersion"])),
        ("problems", Properties.Of(Problems)),
        ("warnings", Properties.Of(Warnings)),
        ("hints", Properties.Of(Hints)));
}
