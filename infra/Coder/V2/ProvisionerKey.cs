using Pulumi;

namespace Coder.Infra.Coder.V2;

/// <summary>A key of an organization's provisioners. It never changes: every other input replaces it.</summary>
public sealed class ProvisionerKeyArgs : ResourceArgs
{
    /// <summary>Name of the organization; unset for the default one.</summary>
    [Input("organization")]
    public Input<string>? Organization { get; set; }

    /// <summary>Name, without what makes it unique.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    [Input("tags")]
    private InputMap<string>? _tags;

    /// <summary>Its tags.</summary>
    public InputMap<string> Tags
    {
        get => _tags ??= new InputMap<string>();
        set => _tags = value;
    }

    /// <summary>Another number makes another key. Unset is 0.</summary>
    [Input("tokenGeneration")]
    public Input<int>? TokenGeneration { get; set; }

    /// <summary>The stack, as <c>project/stack</c>: by it a key is known as the stack's own.</summary>
    [Input("stack", required: true)]
    public Input<string> Stack { get; set; } = null!;
}

/// <summary>
/// A key of an organization's provisioners: <c>coder provisioner keys create</c> and <c>delete</c>. The one that replaces another is made before
/// that is removed, so that the daemons can change over in between.
/// </summary>
public sealed class ProvisionerKey : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:ProvisionerKey";

    /// <summary>Its whole name.</summary>
    [Output("keyName")]
    public Output<string> KeyName { get; private set; } = null!;

    /// <summary>Id of the organization.</summary>
    [Output("organizationId")]
    public Output<string> OrganizationId { get; private set; } = null!;

    /// <summary>The key (CODER_PROVISIONER_DAEMON_KEY).</summary>
    [Output("key")]
    public Output<string> Key { get; private set; } = null!;

    /// <summary>Declares a key.</summary>
    public ProvisionerKey(string name, ProvisionerKeyArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, CustomResourceOptions.Merge(new CustomResourceOptions { AdditionalSecretOutputs = { "key" } }, options))
    {
    }
}
