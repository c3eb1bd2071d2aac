using Coder.Infra.Engine.Workspace.Secrets;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>What becomes of secrets when a state is read or written.</summary>
internal abstract class SecretCoding
{
    /// <summary>
    /// Leaves ciphertexts alone: for commands that move resources about without looking into them. Needs no passphrase. A
    /// secret read so holds the ciphertext itself, which only this coding can write back.
    /// </summary>
    public static SecretCoding Sealed { get; } = new SealedCoding();

    /// <summary>Masks secrets as <c>[secret]</c>, for the screen and the event log. Nothing written so can be read back.</summary>
    public static SecretCoding Masked { get; } = new MaskedCoding();

    /// <summary>Writes secrets in plain text (<c>stack export --show-secrets</c>).</summary>
    public static SecretCoding Plain { get; } = new PlainCoding();

    /// <summary>
    /// Secrets within an encrypted one: marked as secrets, but with the plain JSON in place of the ciphertext, since all of
    /// it is encrypted anyway (seen in the recorded states).
    /// </summary>
    public static SecretCoding Nested { get; } = new NestedCoding();

    /// <summary>Decrypts and encrypts.</summary>
    public static SecretCoding With(IValueCipher cipher) => new CipherCoding(cipher);

    /// <summary>The value behind a ciphertext.</summary>
    public abstract PropertyValue Read(string ciphertext, string place, OriginalForms forms);

    /// <summary>Name and content of the field that holds a secret: <c>ciphertext</c> or <c>plaintext</c>.</summary>
    public abstract (string Field, string Text) Write(PropertyValue value, string place, OriginalForms forms);

    private sealed class SealedCoding : SecretCoding
    {
        public override PropertyValue Read(string ciphertext, string place, OriginalForms forms) => ciphertext;

        public override (string Field, string Text) Write(PropertyValue value, string place, OriginalForms forms) => ("ciphertext", ((StringValue)value).Value);
    }

    private sealed class MaskedCoding : SecretCoding
    {
        public override PropertyValue Read(string ciphertext, string place, OriginalForms forms) => "[secret]";

        public override (string Field, string Text) Write(PropertyValue value, string place, OriginalForms forms) => ("ciphertext", "[secret]");
    }

    private sealed class PlainCoding : SecretCoding
    {
        public override PropertyValue Read(string ciphertext, string place, OriginalForms forms) => throw new NotSupportedException();

        public override (string Field, string Text) Write(PropertyValue value, string place, OriginalForms forms) =>
            ("plaintext", PropertyJson.Plaintext(value, this, place, forms));
    }

    private sealed class NestedCoding : SecretCoding
    {
        public override PropertyValue Read(string ciphertext, string place, OriginalForms forms) => PropertyJson.ParsePlaintext(ciphertext, this, place, forms);

        public override (string Field, string Text) Write(PropertyValue value, string place, OriginalForms forms) =>
            ("ciphertext", PropertyJson.Plaintext(value, this, place, forms));
    }

    private sealed class CipherCoding(IValueCipher cipher) : SecretCoding
    {
        public override PropertyValue Read(string ciphertext, string place, OriginalForms forms)
        {
            var plaintext = cipher.Decrypt(ciphertext);
            forms.Remember(place, plaintext, ciphertext);
            return PropertyJson.ParsePlaintext(plaintext, Nested, place, forms);
        }

        public override (string Field, string Text) Write(PropertyValue value, string place, OriginalForms forms)
        {
            var plaintext = PropertyJson.Plaintext(value, Nested, place, forms);
            return ("ciphertext", forms.Ciphertext(place, plaintext) ?? cipher.Encrypt(plaintext));
        }
    }
}
