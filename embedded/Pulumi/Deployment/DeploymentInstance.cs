namespace Pulumi;

/// <summary>The run that is under way.</summary>
public sealed class DeploymentInstance
{
    private readonly Deployment _deployment;

    internal DeploymentInstance(Deployment deployment) => _deployment = deployment;

    /// <summary>Whether this is a preview: nothing is changed, and what would come of a change is unknown.</summary>
    public bool IsDryRun => _deployment.IsDryRun;

    /// <summary>The project's name.</summary>
    public string ProjectName => _deployment.ProjectName;

    /// <summary>The stack's name.</summary>
    public string StackName => _deployment.StackName;

    /// <summary>The organization's name; <c>organization</c> where the backend knows none.</summary>
    public string OrganizationName => _deployment.OrganizationName;

    /// <summary>The project's folder; <c>projectRoot</c> where the engine does not say.</summary>
    public string RootDirectory => _deployment.RootDirectory;

    internal Deployment Internal => _deployment;

    /// <summary>Calls a function of a provider. In a preview the result is unknown while an argument is; it is secret if the function says so.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(_deployment.InvokeAsync<T>(token, args, options, single: false));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(_deployment.InvokeAsync<T>(token, args, options, single: false));

    /// <summary>As <see cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>, for a function whose result has one property, which is given.</summary>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(_deployment.InvokeAsync<T>(token, args, options, single: true));

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(_deployment.InvokeAsync<T>(token, args, options, single: true));

    /// <summary>Calls a function of a provider and gives the plain result.</summary>
    public async Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        (await _deployment.InvokeAsync<T>(token, args, options, single: false).ConfigureAwait(false)).Value;

    /// <summary>As <see cref="InvokeAsync{T}"/>, for a function whose result has one property, which is given.</summary>
    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        (await _deployment.InvokeAsync<T>(token, args, options, single: true).ConfigureAwait(false)).Value;

    /// <summary>Calls a function of a provider for what it does.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _deployment.InvokeAsync<object?>(token, args, options, single: false);

    /// <summary>Calls a method of a component that a provider made.</summary>
    public Output<T> Call<T>(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        new(_deployment.CallAsync<T>(token, args, self, options));

    /// <summary>Calls a method of a component that a provider made, for what it does.</summary>
    public void Call(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        _ = Call<object?>(token, args, self, options);
}
