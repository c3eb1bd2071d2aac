using System.Security.Cryptography;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>What functions may use of the world around a rendering: clock, chance, limits and the engine.</summary>
internal class CallContext
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Fills a buffer with random bytes.</summary>
    public Action<byte[]> FillRandom { get; init; } = bytes => RandomNumberGenerator.Fill(bytes);

    /// <summary>How far rendering may go.</summary>
    public LimitCounter Limits { get; init; } = new(new RenderLimits(), TimeProvider.System, CancellationToken.None);

    /// <summary>Executes a named template: Helm's <c>include</c>.</summary>
    public virtual string Include(string name, Value data) => throw new FunctionException("include is not available here");

    /// <summary>Executes a text as a template: Helm's <c>tpl</c>.</summary>
    public virtual string Tpl(string text, Value data) => throw new FunctionException("tpl is not available here");

    /// <summary>Gives back the value, or fails with the message: Helm's <c>required</c>.</summary>
    public virtual object? Required(string message, object? value) => value;

    /// <summary>Fails with the message: Helm's <c>fail</c>.</summary>
    public virtual string Fail(string message) => throw new FunctionException(message);

    /// <summary>Reads an object of the cluster: Helm's <c>lookup</c>; an empty map without one.</summary>
    public virtual Dictionary<string, object?> Lookup(string apiVersion, string kind, string @namespace, string name) => [];
}
