using System.Text;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>A text of random characters that is a secret, with its bcrypt hash.</summary>
internal sealed class RandomPassword(RandomSource source) : RandomString(source)
{
    private const int Cost = 10;

    // bcrypt looks at no more bytes than these; the plugin cuts a longer password there, as Go's bcrypt refuses it.
    private const int MaximumBytes = 72;

    private readonly RandomSource _source = source;

    public override string Token => "random:index/randomPassword:RandomPassword";

    public override string TerraformType => "random_password";

    public override int SchemaVersion => 3;

    protected override string Title => "Random Password";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } = Common(
    [
        new("bcryptHash", AttributeType.Text) { Computed = true, Sensitive = true },
        new("result", AttributeType.Text) { Computed = true, Sensitive = true },
    ]);

    public override PropertyMap Create(PropertyMap planned)
    {
        var result = Draw(planned);
        return planned.Set("id", "none").Set("result", result).Set("bcryptHash", Hash(result));
    }

    public override PropertyMap Import(string id) => Imported(id).Set("id", "none").Set("bcryptHash", Hash(id));

    private string Hash(string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        if (bytes.Length > MaximumBytes)
            password = Encoding.UTF8.GetString(bytes.AsSpan(0, MaximumBytes));
        return BCrypt.Net.BCrypt.HashPassword(password, Salt());
    }

    /// <summary>A salt of 16 random bytes in bcrypt's own base64 alphabet.</summary>
    private string Salt()
    {
        const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const string Bcrypt = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var text = Convert.ToBase64String(_source.Bytes(16)).TrimEnd('=').Select(c => Bcrypt[Standard.IndexOf(c, StringComparison.Ordinal)]);
        return $"$2a${Cost}${string.Concat(text)}";
    }
}
