using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Tests.Generated;

namespace Coder.Infra.Tests.ContinuousIntegration;

/// <summary><c>.ci/comment</c> against a server that answers as GitHub and GitLab do.</summary>
public sealed class CommentTests : IDisposable
{
    private readonly HttpListener _server;
    private readonly ConcurrentDictionary<int, string> _comments = new();
    private readonly ConcurrentBag<string> _authorizations = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("comment-").FullName;
    private readonly string _url;

    public CommentTests()
    {
        // HttpListener has no port 0: the first of some that is free. One that could not start is of no further use.
        for (var attempt = 0; ; attempt++)
        {
            _url = $"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}";
            _server = new HttpListener { Prefixes = { _url + "/" } };
            try
            {
                _server.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                _server.Close();
            }
        }

        _ = Task.Run(ServeAsync);
    }

    public void Dispose()
    {
        _server.Close();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    public async Task There_is_one_comment_of_a_kind_and_it_is_kept_up_to_date(string at)
    {
        // Two pages of comments of others stand before it.
        for (var id = 1; id <= 150; id++)
            _comments[id] = "another";

        await PostAsync(at, "<!-- coder-infra: preview of dev -->\nfirst \"quoted\"\n");
        await PostAsync(at, "<!-- coder-infra: preview of dev -->\nsecond\n");
        await PostAsync(at, "<!-- coder-infra: preview of eu -->\nthird\n");

        var ours = _comments.Where(comment => comment.Value != "another").OrderBy(comment => comment.Key).Select(comment => comment.Value);
        Assert.Equal(["<!-- coder-infra: preview of dev -->\nsecond\n", "<!-- coder-infra: preview of eu -->\nthird\n"], ours);
        Assert.All(_authorizations, header => Assert.Equal(at == "GitHub" ? "Bearer hush" : "hush", header));
    }

    [Fact]
    public async Task A_job_without_a_pull_request_writes_no_comment()
    {
        File.WriteAllText(Path.Combine(_folder, "event.json"), "{}");
        await PostAsync("GitHub", "<!-- coder-infra: preview of dev -->\n");

        Assert.Empty(_comments);
    }

    private async Task PostAsync(string at, string text)
    {
        var file = Path.Combine(_folder, "comment.md");
        File.WriteAllText(file, text);
        var events = Path.Combine(_folder, "event.json");
        if (!File.Exists(events))
            File.WriteAllText(events, """{"pull_request":{"number":7}}""");
        var start = new ProcessStartInfo(Path.Combine(GeneratedFile.Root, ".ci", "comment"), [file]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GITHUB_", StringComparison.Ordinal) || name.StartsWith("GITLAB_", StringComparison.Ordinal) || name.StartsWith("CI", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        var variables = at == "GitHub"
            ? new (string, string)[] { ("GITHUB_ACTIONS", "true"), ("GITHUB_API_URL", _url), ("GITHUB_REPOSITORY", "o/r"), ("GITHUB_EVENT_PATH", events), ("GITHUB_TOKEN", "hush") }
            : [("GITLAB_CI", "true"), ("CI_API_V4_URL", _url), ("CI_PROJECT_ID", "3"), ("CI_MERGE_REQUEST_IID", "7"), ("GITLAB_TOKEN", "hush")];
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
    }

    private async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var (request, response) = (context.Request, context.Response);
            _authorizations.Add(request.Headers["Authorization"] ?? request.Headers["PRIVATE-TOKEN"] ?? "none");
            var answer = Answer(request.HttpMethod, request.Url!, request.HasEntityBody ? (string?)JsonNode.Parse(await new StreamReader(request.InputStream).ReadToEndAsync())!["body"] : null);
            response.StatusCode = answer is null ? 404 : 200;
            await using (var writer = new StreamWriter(response.OutputStream))
                await writer.WriteAsync(answer?.ToJsonString() ?? "{}");
        }
    }

    private JsonNode? Answer(string method, Uri url, string? body)
    {
        var path = url.AbsolutePath;
        var list = path is "/repos/o/r/issues/7/comments" or "/projects/3/merge_requests/7/notes";
        if (method == "GET" && list)
        {
            var page = int.Parse(System.Web.HttpUtility.ParseQueryString(url.Query)["page"]!, System.Globalization.CultureInfo.InvariantCulture);
            return new JsonArray([.. _comments.OrderBy(comment => comment.Key).Skip((page - 1) * 100).Take(100).Select(comment => (JsonNode)new JsonObject { ["id"] = comment.Key, ["body"] = comment.Value })]);
        }

        if (method == "POST" && list)
            _comments[_comments.Count + 1] = body!;
        else if ((method, path[..(path.LastIndexOf('/') + 1)]) is ("PATCH", "/repos/o/r/issues/comments/") or ("PUT", "/projects/3/merge_requests/7/notes/"))
            _comments[int.Parse(path[(path.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture)] = body!;
        else
            return null;
        return new JsonObject();
    }
}
