using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Helm.Tests.Kube;

/// <summary>An HTTP server on loopback that answers as a test says and remembers what it was asked.</summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly List<Request> _requests = [];

    ScriptedServer(WebApplication app) => _app = app;

    public sealed record Request(string Method, string Path, string? ContentType, string Body, string? Authorization)
    {
        public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

        public override string ToString() => $"{Method} {Path}";
    }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public string Kubeconfig(string? host = null, string user = "token: secret-token") => $$"""
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
          - name: test
            context: {cluster: test, user: test, namespace: team}
        clusters:
          - name: test
            cluster: {server: "http://{{host ?? Address.Host}}:{{Address.Port}}"}
        users:
          - name: test
            user: { {{user}} }
        """;

    public KubeClient Client(KubeClientOptions? options = null) => new(KubeConfig.Parse(Kubeconfig()), options);

    public static async Task<ScriptedServer> StartAsync(Func<Request, HttpResponse, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var request = new Request(
                context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.ContentType,
                await reader.ReadToEndAsync(), context.Request.Headers.Authorization);
            lock (server._requests)
                server._requests.Add(request);
            if (!await Discovery.AnswerAsync(request.Path, context.Response))
                await answer(request, context.Response);
        });
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

static class Answers
{
    public static Task Json(this HttpResponse response, int status, JsonNode body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        return response.WriteAsync(body.ToJsonString());
    }

    public static Task Status(this HttpResponse response, int code, string reason, string message)
        => response.Json(code, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code });
}
