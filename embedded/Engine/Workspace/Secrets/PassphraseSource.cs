namespace Coder.Infra.Engine.Workspace.Secrets;

/// <summary>Where a stack's passphrase comes from.</summary>
internal sealed record PassphraseSource(IReadOnlyDictionary<string, string> Environment, Func<string, string?>? Prompt, bool IsSandbox)
{
    /// <summary>The passphrase: from the environment, for a sandbox the well-known one, else from the terminal.</summary>
    public string Get(bool confirm = false)
    {
        if (Environment.TryGetValue("PULUMI_CONFIG_PASSPHRASE", out var set))
            return set;
        if (Environment.GetValueOrDefault("PULUMI_CONFIG_PASSPHRASE_FILE") is { Length: > 0 } file)
        {
            try
            {
                return File.ReadAllText(file).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException($"unable to read the file that PULUMI_CONFIG_PASSPHRASE_FILE names, {file}: {e.Message}");
            }
        }

        if (IsSandbox)
            return StackSandbox.Passphrase;
        if (Prompt is null)
            throw Missing();
        if (!confirm)
            return Prompt("Enter your passphrase to unlock config/secrets\n    (set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to remember): ") ?? throw Missing();
        var first = Prompt("Enter your passphrase to protect config/secrets: ") ?? throw Missing();
        return Prompt("Re-enter your passphrase to confirm: ") == first ? first : throw new UserErrorException("the passphrases do not match");
    }

    private static UserErrorException Missing() =>
        new("passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables");
}
