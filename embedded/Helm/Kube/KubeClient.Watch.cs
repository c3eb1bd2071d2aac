using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

public sealed partial class KubeClient
{
    static readonly TimeSpan WatchSpan = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Follows the objects of a kind: first each one that is there as <see cref="KubeEventType.Added"/>, then every change.
    /// A dropped connection is resumed where it ended; where the server no longer can, the difference to a new list is returned.
    /// Ends only by cancellation or an error that trying again cannot fix.
    /// </summary>
    /// <param name="apiVersion">The kind's version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">A namespace; null watches all of them.</param>
    /// <param name="selection">Which objects; null for all.</param>
    /// <param name="listed">Called when all objects that are there have been returned, after every list.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<KubeEvent> WatchAsync(
        string apiVersion, string kind, string? @namespace = null, Selection? selection = null, Action? listed = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var resource = await ResourceAsync(apiVersion, kind, cancellation).ConfigureAwait(false);
        var known = new Dictionary<string, JsonObject>();
        for (var lists = 0; ; lists++)
        {
            // A server that can never say what happened since must not be asked in a tight loop.
            if (lists > 1)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 100 << Math.Min(lists, 6))), _options.Time, cancellation).ConfigureAwait(false);
            var list = await ListAsync(apiVersion, kind, @namespace, selection, cancellation).ConfigureAwait(false);
            foreach (var change in Difference(known, list.Items))
                yield return change;
            listed?.Invoke();
            var version = list.ResourceVersion;
            var failures = 0;
            while (version is not null)
            {
                var from = version;
                await foreach (var (type, value) in WatchOnceAsync(resource, @namespace, selection, version, cancellation).ConfigureAwait(false))
                {
                    if (value is null)
                    {
                        version = null; // too old, or the stream failed for good: list again
                        break;
                    }
                    version = (string?)value["metadata"]?["resourceVersion"] ?? version;
                    lists = 0;
                    if (type is null)
                        continue; // a bookmark
                    if (type == KubeEventType.Deleted)
                        known.Remove(KeyOf(value));
                    else
                        known[KeyOf(value)] = value;
                    yield return new KubeEvent(type.Value, value);
                }
                if (version is null)
                    break;
                // A server that closes at once again and again must not be asked in a tight loop.
                failures = version == from ? failures + 1 : 0;
                if (failures > 1)
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 100 << Math.Min(failures, 6))), _options.Time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One watch request. A null object means that the version is too old; a null type is a bookmark.</summary>
    async IAsyncEnumerable<(KubeEventType? Type, JsonObject? Object)> WatchOnceAsync(
        KubeResource resource, string? @namespace, Selection? selection, string version, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = SelectionQuery(selection);
        query.AddRange(["allowWatchBookmarks=true", $"resourceVersion={version}", $"timeoutSeconds={(int)WatchSpan.TotalSeconds}", "watch=true"]);
        // The server ends the watch itself; a connection that died silently is given up a little later.
        using var limit = new CancellationTokenSource(WatchSpan + TimeSpan.FromSeconds(30), _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        HttpResponseMessage response;
        try
        {
            response = await OpenAsync(
                HttpMethod.Get, $"{resource.Path(@namespace)}?{string.Join('&', query)}", null, "", "application/json", either.Token).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsGone)
        {
            response = null!;
        }
        catch (KubeException e) when (e.RetryAfter is not null)
        {
            await Task.Delay(e.RetryAfter.Value, _options.Time, cancellation).ConfigureAwait(false);
            yield break;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Whether the server is still there, the list that follows will say, with retries and a clear error.
            response = null!;
        }
        if (response is null)
        {
            yield return (null, null);
            yield break;
        }
        using (response)
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false));
            while (await ReadLineAsync(reader, either.Token, cancellation).ConfigureAwait(false) is { } line)
            {
                if (line.Length == 0)
                    continue;
                var (type, value) = ReadEvent(line);
                if (type == "ERROR")
                {
                    yield return (null, null);
                    yield break;
                }
                yield return (type switch
                {
                    "ADDED" => KubeEventType.Added,
                    "MODIFIED" => KubeEventType.Modified,
                    "DELETED" => KubeEventType.Deleted,
                    _ => null,
                }, value);
            }
        }
    }

    static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(either).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null; // the connection dropped: resume
        }
    }

    static (string Type, JsonObject Value) ReadEvent(string line)
    {
        try
        {
            var parsed = JsonNode.Parse(line)!.AsObject();
            var value = (JsonObject)parsed["object"]!;
            parsed.Remove("object");
            return ((string)parsed["type"]!, value);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or InvalidCastException)
        {
            return ("ERROR", []); // a line cut off in the middle
        }
    }

    static IEnumerable<KubeEvent> Difference(Dictionary<string, JsonObject> known, IReadOnlyList<JsonObject> items)
    {
        var now = items.ToDictionary(KeyOf);
        foreach (var (key, gone) in known.Where(k => !now.ContainsKey(k.Key)).ToList())
        {
            known.Remove(key);
            yield return new KubeEvent(KubeEventType.Deleted, gone);
        }
        foreach (var (key, value) in now)
        {
            var before = known.GetValueOrDefault(key);
            known[key] = value;
            if (before is null)
                yield return new KubeEvent(KubeEventType.Added, value);
            else if ((string?)before["metadata"]?["resourceVersion"] != (string?)value["metadata"]?["resourceVersion"])
                yield return new KubeEvent(KubeEventType.Modified, value);
        }
    }

    static string KeyOf(JsonObject value) => $"{value["metadata"]?["namespace"]}/{value["metadata"]?["name"]}/{value["metadata"]?["uid"]}";
}
