namespace Pulumi.Experimental.Provider;

/// <summary>
/// A resource provider. A subclass overrides the calls it serves; the engine copes where a call is left out that it may do without
/// (<see cref="CheckConfig"/>, <see cref="DiffConfig"/>, <see cref="GetSchema"/>, <see cref="Parameterize"/>). An exception ends the call
/// with its message. The <see cref="CancellationToken"/> of a call is cancelled when the user stops the run.
/// </summary>
public abstract partial class Provider
{
    /// <summary>Makes the provider serve one package of many.</summary>
    public virtual Task<ParameterizeResponse> Parameterize(ParameterizeRequest request, CancellationToken ct) =>
        throw NotServed(nameof(Parameterize));

    /// <summary>Gives the package's schema.</summary>
    public virtual Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) => throw NotServed(nameof(GetSchema));

    /// <summary>Validates the provider's own configuration.</summary>
    public virtual Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct) => throw NotServed(nameof(CheckConfig));

    /// <summary>Says whether a change of the configuration replaces the provider's resources.</summary>
    public virtual Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct) => throw NotServed(nameof(DiffConfig));

    /// <summary>Takes the configuration and says what the provider can do. Comes before any call about resources.</summary>
    public virtual Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct) => throw NotServed(nameof(Configure));

    /// <summary>Calls a function.</summary>
    public virtual Task<InvokeResponse> Invoke(InvokeRequest request, CancellationToken ct) => throw NotServed(nameof(Invoke));

    /// <summary>Creates a resource.</summary>
    public virtual Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) => throw NotServed(nameof(Create));

    /// <summary>Reads a resource.</summary>
    public virtual Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) => throw NotServed(nameof(Read));

    /// <summary>Validates a resource's inputs.</summary>
    public virtual Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) => throw NotServed(nameof(Check));

    /// <summary>Says what an update would change.</summary>
    public virtual Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) => throw NotServed(nameof(Diff));

    /// <summary>Changes a resource in place.</summary>
    public virtual Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) => throw NotServed(nameof(Update));

    /// <summary>Deletes a resource.</summary>
    public virtual Task Delete(DeleteRequest request, CancellationToken ct) => throw NotServed(nameof(Delete));

    /// <summary>Makes a component.</summary>
    public virtual Task<ConstructResponse> Construct(ConstructRequest request, CancellationToken ct) => throw NotServed(nameof(Construct));

    /// <summary>Calls a method of a component.</summary>
    public virtual Task<CallResponse> Call(CallRequest request, CancellationToken ct) => throw NotServed(nameof(Call));

    private static NotImplementedException NotServed(string call) => new($"The provider does not serve {call}.");
}
