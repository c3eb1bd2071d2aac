using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>A Coder v2 deployment, as an external provisioner looks at it.</summary>
internal sealed class ProvisionerDeployment(StackSettings settings, TimeProvider time) : V2Deployment(settings, "external_provisioner_daemons", time)
{
    protected override async Task NamesAsync(Findings findings, CancellationToken cancellationToken)
    {
        var name = Settings.Provisioner!.Organization;
        var organizations = await Coder.ListOrganizationsAsync(cancellationToken);
        if (name is not null && organizations.All(organization => organization.Name != name))
            findings.Problem(12, $"Coder has no organization \"{name}\"; it has {string.Join(", ", organizations.Select(organization => organization.Name))}. Set it with: pulumi config set organization <name>");
    }
}
