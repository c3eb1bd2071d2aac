using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An output whose data come later.</summary>
internal abstract class OpenOutput
{
    /// <summary>The type of the value.</summary>
    public abstract Type Type { get; }

    /// <summary>The output.</summary>
    public abstract object Boxed { get; }

    /// <summary>Sets the data; the resource is among what it depends on.</summary>
    public abstract void Fill(OutputData<object?> data);

    /// <summary>Fails the output, unless it has its data.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class OpenOutput<T> : OpenOutput
{
    private readonly TaskCompletionSource<OutputData<T>> _data = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableHashSet<Resource> _resource;

    public OpenOutput(Resource resource)
    {
        _resource = ImmutableHashSet.Create(resource);
        Output = new Output<T>(_data.Task);
    }

    public Output<T> Output { get; }

    public override Type Type => typeof(T);

    public override object Boxed => Output;

    public override void Fill(OutputData<object?> data) => _data.TrySetResult(new OutputData<T>(
        data.Resources.IsEmpty ? _resource : data.Resources.Union(_resource), (T)data.Value!, data.IsKnown, data.IsSecret));

    public override void Fail(Exception error) => _data.TrySetException(error);
}
