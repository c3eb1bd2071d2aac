using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The outputs of another stack.</summary>
public class StackReference : CustomResource
{
    /// <summary>Reads the outputs of the stack <paramref name="name"/> (<c>organization/project/stack</c>), or of the one the arguments name.</summary>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name }))
    {
    }

    /// <summary>The stack's full name.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>All outputs of the stack.</summary>
    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    /// <summary>The names of those that are secret.</summary>
    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>One output; null where the stack has none of that name. Secret if it is one there.</summary>
    public Output<object?> GetOutput(Input<string> name) => Pick(name, required: false)!;

    /// <summary>One output; fails where the stack has none of that name. Secret if it is one there.</summary>
    public Output<object> RequireOutput(Input<string> name) => Pick(name, required: true)!;

    /// <summary>The plain value of an output; null where the stack has none of that name.</summary>
    /// <exception cref="InvalidOperationException">The output is secret.</exception>
    public Task<object?> GetValueAsync(Input<string> name) => PlainAsync(name, GetOutput(name));

    /// <summary>The plain value of an output.</summary>
    /// <exception cref="InvalidOperationException">The output is secret.</exception>
    public async Task<object> RequireValueAsync(Input<string> name) => (await PlainAsync(name, RequireOutput(name)!).ConfigureAwait(false))!;

    /// <summary>One output with its plain value, so that the caller says whether it may be shown.</summary>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).DataTask.ConfigureAwait(false);
        return data.IsSecret
            ? new StackReferenceOutputDetails { SecretValue = data.Value }
            : new StackReferenceOutputDetails { Value = data.Value };
    }

    private static async Task<object?> PlainAsync(Input<string> name, Output<object?> output)
    {
        var data = await output.DataTask.ConfigureAwait(false);
        if (!data.IsSecret)
            return data.Value;
        var key = await name.ToOutput().DataTask.ConfigureAwait(false);
        throw new InvalidOperationException($"The stack output '{key.Value}' is secret and has no plain value. Use {nameof(GetOutput)} or {nameof(RequireOutput)} instead.");
    }

    private Output<object?> Pick(Input<string> name, bool required)
    {
        var value = Output.Tuple(name.ToOutput(), Name, Outputs).Apply(items => items.Item3 is { } outputs && outputs.TryGetValue(items.Item1, out var found)
            ? found
            : required
                ? throw new KeyNotFoundException($"The stack '{items.Item2}' has no output '{items.Item1}'. See: pulumi stack output --stack {items.Item2}")
                : (object?)null);
        return new Output<object?>(WithSecrecyAsync(value, name));
    }

    /// <summary>All outputs come as one secret when any is; what counts is whether this one is.</summary>
    private async Task<OutputData<object?>> WithSecrecyAsync(Output<object?> value, Input<string> name)
    {
        var data = await value.DataTask.ConfigureAwait(false);
        var key = await name.ToOutput().DataTask.ConfigureAwait(false);
        var secrets = await SecretOutputNames.DataTask.ConfigureAwait(false);
        return secrets.IsKnown && key.IsKnown && !secrets.Value.IsDefault
            ? data with { IsSecret = key.IsSecret || secrets.Value.Contains(key.Value) }
            : data;
    }
}

/// <summary>What a <see cref="StackReference"/> takes.</summary>
public class StackReferenceArgs : ResourceArgs
{
    /// <summary>The stack's full name; that of the resource when unset.</summary>
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}
