namespace ControlPlane.Saml.Responses;

/// <summary>Every way in which an encrypted assertion fails to be decrypted.</summary>
static class DamagedEncryption
{
    public static IReadOnlyDictionary<string, Encrypting> All { get; } = new Dictionary<string, Encrypting>
    {
        ["wrapped for another key"] = new() { Recipient = Keys.NextDecryption },
        ["wrapped key changed"] = new() { ChangeWrappedKey = Flip },
        ["wrapped key cut"] = new() { ChangeWrappedKey = value => value[1..] },
        ["wrapped key of the wrong length"] = new() { ChangeKey = key => key[..16] },
        ["content changed"] = new() { ChangeContent = Flip },
        ["content cut"] = new() { ChangeContent = content => content[..20] },
        ["content empty"] = new() { ChangeContent = _ => [] },
        ["another content key"] = new() { ChangeKey = Flip },
    };

    public static byte[] Flip(byte[] value)
    {
        var changed = value.ToArray();
        changed[changed.Length / 2] ^= 1;
        return changed;
    }
}
