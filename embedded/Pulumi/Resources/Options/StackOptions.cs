namespace Pulumi;

/// <summary>How a stack is set up.</summary>
public class StackOptions
{
    private List<ResourceTransformation>? _transformations;
    private List<ResourceTransform>? _transforms;

    /// <summary>Functions that may change arguments and options of every resource of the stack.</summary>
    public List<ResourceTransformation> ResourceTransformations { get => _transformations ??= []; set => _transformations = value; }

    /// <summary>Functions that the engine calls to change arguments and options of every resource of the stack.</summary>
    public List<ResourceTransform> ResourceTransforms { get => _transforms ??= []; set => _transforms = value; }
}
