using Pulumi;

namespace Coder.Infra;

public sealed partial class WorkspaceProvider
{
    /// <summary>What comes of the procedure.</summary>
    private sealed record Parts
    {
        private static Output<string> Unset => Output.Create((string)null!);

        public required Output<string> ProviderId { get; init; }

        public required Output<string> Name { get; init; }

        public required Output<string> Status { get; init; }

        public required Output<string> IngressAddress { get; init; }

        public required Output<string> ReleaseVersion { get; init; }

        public required Output<int> ReleaseRevision { get; init; }

        public required Output<string> EnvproxyToken { get; init; }

        public Output<string>? CaCertificate { get; init; }

        public Output<string>? DnsRecord { get; init; }

        /// <summary>Parts that are there once it is known what is taken over.</summary>
        public static Parts Of(Output<Parts> parts) => new()
        {
            ProviderId = parts.Apply(known => known.ProviderId),
            Name = parts.Apply(known => known.Name),
            Status = parts.Apply(known => known.Status),
            IngressAddress = parts.Apply(known => known.IngressAddress),
            ReleaseVersion = parts.Apply(known => known.ReleaseVersion),
            ReleaseRevision = parts.Apply(known => known.ReleaseRevision),
            EnvproxyToken = parts.Apply(known => known.EnvproxyToken),
            CaCertificate = parts.Apply(known => known.CaCertificate ?? Unset),
            DnsRecord = parts.Apply(known => known.DnsRecord ?? Unset),
        };
    }
}
