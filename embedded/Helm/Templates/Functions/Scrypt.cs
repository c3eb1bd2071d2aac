using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>scrypt, RFC 7914.</summary>
internal static class Scrypt
{
    public static byte[] DeriveKey(byte[] password, byte[] salt, int cost, int blockSize, int parallelism, int length)
    {
        int bytes = 128 * blockSize;
        byte[] blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, parallelism * bytes);
        uint[] x = new uint[bytes / 4];
        uint[] memory = new uint[cost * x.Length];
        uint[] scratch = new uint[x.Length];
        for (int p = 0; p < parallelism; p++)
        {
            var block = blocks.AsSpan(p * bytes, bytes);
            for (int i = 0; i < x.Length; i++)
                x[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(i * 4)..]);
            Mix(x, memory, scratch, cost);
            for (int i = 0; i < x.Length; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(block[(i * 4)..], x[i]);
        }
        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    private static void Mix(uint[] x, uint[] memory, uint[] scratch, int cost)
    {
        for (int i = 0; i < cost; i++)
        {
            x.CopyTo(memory.AsSpan(i * x.Length));
            MixBlocks(x, scratch);
        }
        for (int i = 0; i < cost; i++)
        {
            int j = (int)(x[x.Length - 16] & (uint)(cost - 1));
            var entry = memory.AsSpan(j * x.Length, x.Length);
            for (int k = 0; k < x.Length; k++)
                x[k] ^= entry[k];
            MixBlocks(x, scratch);
        }
    }

    private static void MixBlocks(uint[] blocks, uint[] scratch)
    {
        Span<uint> x = stackalloc uint[16];
        blocks.AsSpan(blocks.Length - 16).CopyTo(x);
        int count = blocks.Length / 16;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < 16; j++)
                x[j] ^= blocks[i * 16 + j];
            Salsa8(x);
            // Even blocks go to the first half, odd ones to the second.
            x.CopyTo(scratch.AsSpan((i / 2 + (i & 1) * (count / 2)) * 16));
        }
        scratch.CopyTo(blocks, 0);
    }

    private static void Salsa8(Span<uint> x)
    {
        Span<uint> z = stackalloc uint[16];
        x.CopyTo(z);
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 4; i++)
                Quarter(z, i * 5, (i * 5 + 4) % 16, (i * 5 + 8) % 16, (i * 5 + 12) % 16);
            for (int i = 0; i < 4; i++)
                Quarter(z, i * 5, i * 4 + (i + 1) % 4, i * 4 + (i + 2) % 4, i * 4 + (i + 3) % 4);
        }
        for (int i = 0; i < 16; i++)
            x[i] += z[i];
    }

    private static void Quarter(Span<uint> z, int a, int b, int c, int d)
    {
        z[b] ^= BitOperations.RotateLeft(z[a] + z[d], 7);
        z[c] ^= BitOperations.RotateLeft(z[b] + z[a], 9);
        z[d] ^= BitOperations.RotateLeft(z[c] + z[b], 13);
        z[a] ^= BitOperations.RotateLeft(z[d] + z[c], 18);
    }
}
