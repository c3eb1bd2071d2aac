using System.Security.Cryptography;
using Coder.Infra.Helm.Templates.Execution;

namespace Coder.Infra.Helm.Rendering;

/// <summary>How templates are rendered.</summary>
public sealed record RenderOptions
{
    /// <summary>Whether a missing key is an error rather than nil (Helm's <c>Engine.Strict</c>, missingkey=error).</summary>
    public bool Strict { get; init; }

    /// <summary>How far a rendering may go.</summary>
    public RenderLimits Limits { get; init; } = new();

    /// <summary>The clock of <c>now</c> and of certificates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Fills a buffer with random bytes for <c>randAlphaNum</c> and the like.</summary>
    public Action<byte[]> FillRandom { get; init; } = bytes => RandomNumberGenerator.Fill(bytes);

    /// <summary>The cluster that <c>lookup</c> reads; without one it finds nothing.</summary>
    public IClusterLookup? Cluster { get; init; }
}

/// <summary>Reads objects of a cluster for the template function <c>lookup</c>.</summary>
public interface IClusterLookup
{
    /// <summary>
    /// The object, or with an empty name the list, as maps and lists (numbers are double, integers long); an empty map when
    /// there is none. An exception's message becomes the template's error.
    /// </summary>
    Dictionary<string, object?> Lookup(string apiVersion, string kind, string @namespace, string name);
}
