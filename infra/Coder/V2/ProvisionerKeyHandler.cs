using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coder.Infra.Provider;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Coder.V2;

/// <summary>
/// <see cref="ProvisionerKey"/>. Inputs: organization, name, tags, tokenGeneration, stack. Outputs: those, keyName, organizationId and key, which
/// the deployment shows only once. The id is the key's.
/// </summary>
/// <remarks>
/// Names are unique in the organization, and a key and the one that replaces it are there together: the name ends in a hash of the stack and
/// the inputs. By it a key that a killed run left behind is known too.
/// </remarks>
internal sealed class ProvisionerKeyHandler(DeploymentClient coder, Action<string> progress) : ResourceHandler
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(10);

    protected override IReadOnlyList<string> Replacing { get; } = ["organization", "name", "tags", "tokenGeneration"];

    /// <summary>An organization that is not there is said at the preview.</summary>
    public override async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var failures = new List<CheckFailure>();
        var name = request.NewInputs.Text("organization");
        var organizations = await coder.ListOrganizationsAsync(cancellationToken);
        if (!organizations.Any(organization => Is(organization, name)))
            failures.Add(new CheckFailure("organization", Unknown(name, organizations)));
        return new CheckResponse { Inputs = request.NewInputs, Failures = failures };
    }

    /// <summary>A key that the deployment does not know any more is replaced: its daemons cannot connect.</summary>
    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var difference = await base.DiffAsync(request, cancellationToken);
        if (difference.Replaces is not { Count: > 0 } && await FindAsync(request.OldOutputs.Text("organizationId"), request.Id, cancellationToken) is null)
            difference = Difference(["name"]);
        difference.DeleteBeforeReplace = false;
        return difference;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var inputs = request.Inputs;
        if (request.Preview)
            return new CreateResponse { Outputs = inputs.With(("key", PropertyValue.Computed.WithSecret(true)), ("keyName", PropertyValue.Computed), ("organizationId", PropertyValue.Computed)) };
        var organizations = await coder.ListOrganizationsAsync(cancellationToken);
        var organization = organizations.FirstOrDefault(organization => Is(organization, inputs.Text("organization"))) ?? throw new CoderException(Unknown(inputs.Text("organization"), organizations));
        var name = await FreeNameAsync(organization.Id, inputs, cancellationToken);
        var key = await coder.CreateKeyAsync(organization.Id, new NewProvisionerKey(name, Tags(inputs)), cancellationToken);
        // The answer has the key alone.
        var made = (await coder.ListKeysAsync(organization.Id, cancellationToken)).FirstOrDefault(made => made.Name == name)
            ?? throw new CoderException($"Coder made the provisioner key {name} without an error, but does not show it. Run the same command again.");
        return new CreateResponse
        {
            Id = made.Id,
            Outputs = inputs.With(("key", new PropertyValue(key).WithSecret(true)), ("keyName", new PropertyValue(name)), ("organizationId", new PropertyValue(organization.Id))),
        };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs.Count == 0)
            throw new CoderException("A provisioner key cannot be imported: Coder shows it only once. Let the stack make another; remove the old one then with: coder provisioner keys delete <name>");
        return await FindAsync(request.Outputs.Text("organizationId"), request.Id ?? "", cancellationToken) is null ? Gone
            : new ReadResponse { Id = request.Id, Inputs = request.Inputs, Outputs = request.Outputs };
    }

    /// <summary>Nothing of a key changes in place.</summary>
    public override Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) => Task.FromResult(new UpdateResponse
    {
        Outputs = request.NewInputs.With([.. new[] { "key", "keyName", "organizationId" }.Select(name => (name, request.OldOutputs[name]))]),
    });

    /// <summary>Daemons that end may be at a build still, with this key: they are waited for. Of that name another key may have been made meanwhile.</summary>
    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var organization = request.OldOutputs.Text("organizationId");
        if (await FindAsync(organization, request.Id, cancellationToken) is not { } key)
            return;
        await new BuildGuard(coder).WaitAsync(organization, key.Id, Limit(request.Timeout, DefaultLimit), progress, cancellationToken);
        await coder.DeleteKeyAsync(organization, key.Name, cancellationToken);
    }

    /// <summary>An unset number is 0, an unset organization the default one, and the stack's name no part of the key.</summary>
    protected override bool Same(string name, PropertyValue? old, PropertyValue? now) => name switch
    {
        "stack" => true,
        "tokenGeneration" => Number(old) == Number(now),
        "tags" => Tags(old).SequenceEqual(Tags(now)),
        _ => base.Same(name, old, now),
    };

    /// <summary>The first name that is free. A key of that name without a daemon was left behind by a killed run: it is lost, and removed.</summary>
    private async Task<string> FreeNameAsync(string organization, IReadOnlyDictionary<string, PropertyValue> inputs, CancellationToken cancellationToken)
    {
        var keys = await coder.ListKeysAsync(organization, cancellationToken);
        var used = (await coder.ListDaemonsAsync(organization, cancellationToken)).Where(daemon => daemon.Status != "offline").Select(daemon => daemon.KeyId).ToHashSet();
        for (var attempt = 0; ; attempt++)
        {
            var name = Name(inputs, attempt);
            if (keys.FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } there)
                return name;
            if (used.Contains(there.Id))
                continue;
            await coder.DeleteKeyAsync(organization, there.Name, cancellationToken);
            return name;
        }
    }

    private static string Name(IReadOnlyDictionary<string, PropertyValue> inputs, int attempt)
    {
        var text = JsonSerializer.Serialize<string[]>([inputs.Text("stack"), $"{Number(inputs.GetValueOrDefault("tokenGeneration"))}", $"{attempt}", .. Tags(inputs).SelectMany(tag => new[] { tag.Key, tag.Value })]);
        return $"{inputs.Text("name")}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..6]}";
    }

    private async Task<ProvisionerKeyInfo?> FindAsync(string organization, string id, CancellationToken cancellationToken) =>
        (await coder.ListKeysAsync(organization, cancellationToken)).FirstOrDefault(key => key.Id == id);

    private static bool Is(Organization organization, string name) => name.Length == 0 ? organization.IsDefault : organization.Name == name;

    private static string Unknown(string name, IEnumerable<Organization> organizations) =>
        $"Coder has no organization \"{name}\"; it has {string.Join(", ", organizations.Select(organization => organization.Name))}. Set it with: pulumi config set organization <name>";

    private static double Number(PropertyValue? value) => value is not null && value.TryGetNumber(out var number) ? number : 0;

    private static SortedDictionary<string, string> Tags(IReadOnlyDictionary<string, PropertyValue> inputs) => Tags(inputs.GetValueOrDefault("tags"));

    private static SortedDictionary<string, string> Tags(PropertyValue? value)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (value is not null && value.TryGetMap(out var members))
        {
            foreach (var (name, tag) in members)
                tags[name] = tag.TryGetString(out var text) ? text : "";
        }

        return tags;
    }
}
