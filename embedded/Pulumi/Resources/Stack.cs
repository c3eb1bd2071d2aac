using System.Reflection;

namespace Pulumi;

/// <summary>
/// The root of a program's resources. A program derives from it, makes its resources in the constructor, and gives the stack's outputs
/// as properties marked <see cref="OutputAttribute"/>.
/// </summary>
public class Stack : ComponentResource
{
    internal const string TypeToken = "pulumi:pulumi:Stack";

    /// <summary>Registers the stack.</summary>
    public Stack(StackOptions? options = null)
        : base(TypeToken, RootName(), ToResourceOptions(options)) => Deployment.Internal.Stack = this;

    /// <summary>A stack whose resources a function makes and whose outputs it gives.</summary>
    internal Stack(Func<Task<IDictionary<string, object?>>> program, StackOptions? options)
        : this(options)
    {
        Outputs = Output.Create(RunAsync(program));
        RegisterOutputs(Outputs);
    }

    /// <summary>The outputs of a stack that a function makes.</summary>
    internal Output<IDictionary<string, object?>> Outputs { get; private set; } = Output.Create<IDictionary<string, object?>>(new Dictionary<string, object?>());

    /// <summary>Registers the properties marked as outputs.</summary>
    internal void RegisterPropertyOutputs()
    {
        var outputs = new Dictionary<string, object?>();
        var problems = new List<string>();
        foreach (var property in GetType().GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<OutputAttribute>() is not { } attribute || property.DeclaringType!.IsAssignableFrom(typeof(Stack)))
                continue;
            if (!typeof(IOutput).IsAssignableFrom(property.PropertyType))
                problems.Add($"{property.Name} is marked [Output] but is a {property.PropertyType.Name}; it must be an Output<>.");
            else if (property.GetValue(this) is { } value)
                outputs[attribute.Name ?? property.Name] = value;
            else
                problems.Add($"{property.Name} is marked [Output] but was not set in the constructor.");
        }

        if (problems.Count > 0)
            throw new RunException($"The stack class {GetType().Name} is not complete: {string.Join(" ", problems)}");
        Outputs = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(Outputs);
    }

    private static string RootName() => $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}";

    private static ComponentResourceOptions? ToResourceOptions(StackOptions? options) =>
        options is null ? null : new ComponentResourceOptions
        {
            ResourceTransformations = options.ResourceTransformations,
            ResourceTransforms = options.ResourceTransforms,
        };

    private static async Task<IDictionary<string, object?>> RunAsync(Func<Task<IDictionary<string, object?>>> program)
    {
        // The program runs after the stack's constructor, which makes it the parent of what the program registers.
        await Task.Yield();
        return await program().ConfigureAwait(false) ?? new Dictionary<string, object?>();
    }
}
