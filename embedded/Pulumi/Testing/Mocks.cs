using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Plays the providers in a test.</summary>
public interface IMocks
{
    /// <summary>
    /// Gives the id and the outputs of a new resource (or of one that is read). The outputs are a map of values, which may be outputs;
    /// most tests give the inputs with something added.
    /// </summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Gives the result of a function, as a map of values.</summary>
    Task<object> CallAsync(MockCallArgs args);
}

/// <summary>A resource as the program registers it.</summary>
public class MockResourceArgs
{
    /// <summary>The type token.</summary>
    public string? Type { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The inputs as plain objects: text, bool, double, <c>ImmutableArray&lt;object&gt;</c>, <c>ImmutableDictionary&lt;string, object&gt;</c>.
    /// Secrets are opened, what is unknown is left out.
    /// </summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The provider's reference, <c>&lt;urn&gt;::&lt;id&gt;</c>; empty for the default one.</summary>
    public string? Provider { get; set; }

    /// <summary>The id of a resource that is read or imported; empty for a new one.</summary>
    public string? Id { get; set; }
}

/// <summary>A call of a function.</summary>
public class MockCallArgs
{
    /// <summary>The function's token.</summary>
    public string? Token { get; set; }

    /// <summary>The arguments as plain objects.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The provider's reference; empty for the default one.</summary>
    public string? Provider { get; set; }
}

/// <summary>How a test runs a program.</summary>
public class TestOptions
{
    /// <summary>The project's name; <c>project</c> when unset.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The stack's name; <c>stack</c> when unset.</summary>
    public string? StackName { get; set; }

    /// <summary>The organization's name; <c>organization</c> when unset.</summary>
    public string? OrganizationName { get; set; }

    /// <summary>The project's folder; <c>projectRoot</c> when unset.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>Whether the run is a preview, in which outputs that the mocks do not give are unknown; it is one when unset.</summary>
    public bool? IsPreview { get; set; }
}
