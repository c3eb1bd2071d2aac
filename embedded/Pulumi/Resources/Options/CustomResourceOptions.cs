namespace Pulumi;

/// <summary>How the engine treats a resource that a provider makes.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;

    /// <summary>The old one is deleted before its replacement is created; the provider decides when unset.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs that count as secret beside those the provider says.</summary>
    public List<string> AdditionalSecretOutputs { get => _additionalSecretOutputs ??= []; set => _additionalSecretOutputs = value; }

    /// <summary>The id of an existing resource that is taken over instead of creating one.</summary>
    public string? ImportId { get; set; }

    /// <summary>Both options in a new object: lists are joined, of single values the second's win.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = new CustomResourceOptions();
        foreach (var options in new[] { options1, options2 })
        {
            if (options is null)
                continue;
            merged.Take(options);
            merged.DeleteBeforeReplace = options.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
            merged.ImportId = options.ImportId ?? merged.ImportId;
            merged.AdditionalSecretOutputs.AddRange(options._additionalSecretOutputs ?? []);
        }

        return merged;
    }
}
