using System.Collections.Immutable;
using Pulumi;

namespace Coder.Infra.Packages.Tests.Wire;

internal sealed class TestArgs : ResourceArgs
{
    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("count")]
    public Input<int>? Count { get; set; }

    [Input("items")]
    private InputList<string>? _items;

    public InputList<string> Items { get => _items ??= []; set => _items = value; }

    [Input("map")]
    private InputMap<object>? _map;

    public InputMap<object> Map { get => _map ??= []; set => _map = value; }

    [Input("any")]
    public Input<object>? Any { get; set; }

    [Input("nested")]
    public Input<NestedArgs>? Nested { get; set; }

    [Input("setting", json: true)]
    public Input<NestedArgs>? Setting { get; set; }

    [Input("resource")]
    public Input<Resource>? Resource { get; set; }
}

internal sealed class NestedArgs : ResourceArgs
{
    [Input("name")]
    public Input<string>? Name { get; set; }

    [Input("retries")]
    public Input<int>? Retries { get; set; }
}

[OutputType]
internal sealed class Nested
{
    public readonly string Name;
    public readonly int Retries;
    public readonly ImmutableArray<string> Tags;

    [OutputConstructor]
    private Nested(string name, int retries, ImmutableArray<string> tags) => (Name, Retries, Tags) = (name, retries, tags);
}

[ResourceType("test:index:Thing", null)]
internal sealed class TestResource : CustomResource
{
    public TestResource(string name, TestArgs? args = null, CustomResourceOptions? options = null)
        : base("test:index:Thing", name, args ?? new TestArgs(), options)
    {
    }

    [Output("text")]
    public Output<string> Text { get; private set; } = null!;

    [Output("count")]
    public Output<int?> Count { get; private set; } = null!;

    [Output("items")]
    public Output<ImmutableArray<string>> Items { get; private set; } = null!;

    [Output("map")]
    public Output<ImmutableDictionary<string, object>> Map { get; private set; } = null!;

    [Output("any")]
    public Output<object> Any { get; private set; } = null!;

    [Output("nested")]
    public Output<Nested> Nested { get; private set; } = null!;

    [Output("resource")]
    public Output<Resource> Resource { get; private set; } = null!;
}

internal sealed class TestComponent : ComponentResource
{
    public TestComponent(string name, ComponentResourceOptions? options = null, Action<TestComponent>? children = null)
        : base("test:index:Component", name, options)
    {
        children?.Invoke(this);
        RegisterOutputs();
    }
}

internal sealed class TestProvider(string name, CustomResourceOptions? options = null)
    : ProviderResource("test", name, ResourceArgs.Empty, options);
