"""What could be faster than the SDK is today: complete enough to be measured with it, through `sender=`."""
