namespace Coder.Infra.Engine.Workspace.Secrets;

/// <summary>Encrypts single values of a stack, for settings and state.</summary>
internal interface IValueCipher
{
    /// <summary>Encrypts a text.</summary>
    string Encrypt(string plaintext);

    /// <summary>Decrypts what <see cref="Encrypt"/> gave.</summary>
    /// <exception cref="UserErrorException">It was encrypted with another key, or is damaged.</exception>
    string Decrypt(string ciphertext);
}
