using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Backend;

/// <summary>
/// The secrets of a stack: which key encrypts its settings and state, and where the passphrase comes from. A state may have been
/// encrypted under another salt than the settings are (it was imported, or the salt was changed); it is read with its own and
/// written with the settings'.
/// </summary>
internal sealed class StackSecrets(StackSettings settings, Func<string> passphrase)
{
    private readonly Dictionary<string, PassphraseCipher> _ciphers = [];

    /// <summary>The passphrase, asked for once.</summary>
    private readonly Lazy<string> _passphrase = new(passphrase);

    /// <summary>How the state of a stack is read and written back under the key it names.</summary>
    public SecretCoding Coding(SecretsProvider? provider)
    {
        if (provider is null)
            return SecretCoding.Sealed;
        RequirePassphrase(provider.Type);
        return SecretCoding.With(CipherOf(provider.Salt ?? throw new UserErrorException("the state names the passphrase secrets provider but holds no salt")));
    }

    /// <summary>The cipher of the stack, for settings and for what is written.</summary>
    /// <param name="state">Who encrypted the stack's state, for a stack whose settings hold no salt.</param>
    public PassphraseCipher? Existing(SecretsProvider? state)
    {
        RequirePassphrase(settings.SecretsProvider ?? "passphrase");
        return (settings.EncryptionSalt ?? state?.Salt) is { } salt ? CipherOf(salt) : null;
    }

    /// <summary>The cipher of the stack; the salt is made, or taken over from the state, and written to the settings where they hold none.</summary>
    public PassphraseCipher Require(SecretsProvider? state)
    {
        var cipher = Existing(state);
        if (cipher is null)
        {
            cipher = PassphraseCipher.Create(_passphrase.Value);
            _ciphers[cipher.Salt] = cipher;
        }

        if (settings.EncryptionSalt is null)
        {
            settings.SetEncryptionSalt(cipher.Salt);
            settings.Save();
        }

        return cipher;
    }

    private PassphraseCipher CipherOf(string salt)
    {
        if (!_ciphers.TryGetValue(salt, out var cipher))
            _ciphers[salt] = cipher = PassphraseCipher.Open(salt, () => _passphrase.Value);
        return cipher;
    }

    private void RequirePassphrase(string provider)
    {
        if (provider is not ("passphrase" or "default" or ""))
            throw new UserErrorException(
                $"{settings.Path}: the secrets provider \"{provider}\" is not supported by the embedded engine, which knows passphrase only; use the official CLI (PULUMIW_ENGINE=official)");
    }
}
