namespace ControlPlane.Aws.Tests.Wire;

/// <summary>What the loopback AWS answers.</summary>
sealed record Answer(int Status, string Body)
{
    public static Answer Ok(string body) => new(200, body);

    public static Answer JsonError(string code, string message = "no", int status = 400) => new(status, $$"""{"__type":"{{code}}","message":"{{message}}"}""");

    public static Answer XmlError(string code, string message = "no", int status = 403) => new(
        status, $"<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>");
}
