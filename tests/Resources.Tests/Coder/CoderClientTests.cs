using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Microsoft.AspNetCore.Http;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Resources.Tests.Coder;

public sealed class CoderClientTests : IAsyncLifetime
{
    private readonly CoderDeploymentFixture _coder = new();

    public Task InitializeAsync() => _coder.InitializeAsync();

    public Task DisposeAsync() => _coder.DisposeAsync();

    [Fact]
    public async Task A_wrong_token_says_how_to_set_one_and_does_not_show_it()
    {
        using var client = new CoderClient(_coder.Url, "wrong-secret-token", TimeProvider.System);

        var error = await Assert.ThrowsAsync<CoderException>(() => client.GetVersionAsync(CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, error.Status);
        Assert.Contains("401 The session token is not valid.", error.Message);
        Assert.Contains("pulumi config set --secret coderToken", error.Message);
        Assert.DoesNotContain("wrong-secret-token", error.ToString());
    }

    [Fact]
    public async Task A_deployment_that_cannot_be_reached_is_told_after_some_tries()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var waits = 0;
        using var client = new CoderClient(new Uri($"http://coder.localhost:{port}"), "t", new QuickTime { Waiting = _ => waits++ });

        var error = await Assert.ThrowsAsync<CoderException>(() => client.GetVersionAsync(CancellationToken.None));

        Assert.Contains($"Failed to look up the version of the Coder deployment at http://coder.localhost:{port}/", error.Message);
        Assert.Contains("Is coder-infra:coderUrl right", error.Message);
        Assert.True(waits >= 3);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        var refusals = 2;
        _coder.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(refusals-- > 0);
        };
        using var client = new CoderClient(_coder.Url, CoderDeploymentFixture.Token, new QuickTime());

        Assert.Equal("1.19.2", await client.GetVersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_write_is_never_sent_twice()
    {
        _coder.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        using var client = new CoderClient(_coder.Url, CoderDeploymentFixture.Token, new QuickTime());

        await Assert.ThrowsAsync<CoderException>(() => client.CreatePoolAsync(new NewPool("eu", "kubernetes", "http://eu.coder.localhost", "https://k"), CancellationToken.None));

        Assert.Single(_coder.Requests, request => request == "POST /api/private/resource-pools");
    }

    [Theory]
    [InlineData(200, "<html>welcome</html>", "its answer is not the JSON of a Coder v1 deployment")]
    [InlineData(404, "<html>not here</html>", "404 Not Found Is coder-infra:coderUrl the access URL")]
    [InlineData(500, "database is down", "500 database is down")]
    [InlineData(302, "", "set coder-infra:coderUrl to the access URL itself")]
    public async Task An_answer_of_anything_else_is_told_in_plain_words(int status, string body, string words)
    {
        _coder.Instead = async context =>
        {
            context.Response.StatusCode = status;
            if (status == 302)
                context.Response.Headers.Location = "https://elsewhere.example.com";
            await context.Response.WriteAsync(body);
            return true;
        };
        using var client = new CoderClient(_coder.Url, CoderDeploymentFixture.Token, new QuickTime());

        var error = await Assert.ThrowsAsync<CoderException>(() => client.ListOrganizationsAsync(CancellationToken.None));

        Assert.Contains(words, error.Message);
    }

    [Fact]
    public async Task Another_token_or_url_changes_the_deployment_and_replaces_nothing()
    {
        var provider = await ProviderDriver.ProviderAsync(_coder.Url, "t", TimeProvider.System);
        var old = ProviderDriver.Map(("url", "http://a"), ("token", "one"));

        var difference = await provider.DiffConfig(new DiffRequest(new Pulumi.Urn("urn:pulumi:dev::p::pulumi:providers:coder-infra::coder"), "id", old, old.SetItem("token", new PropertyValue("two")), [], old), CancellationToken.None);

        Assert.Equal(["token"], difference.Diffs!);
        Assert.Empty(difference.Replaces ?? []);
    }
}
